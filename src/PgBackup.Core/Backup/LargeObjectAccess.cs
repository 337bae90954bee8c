using Npgsql;
using PgBackup.Postgres;

namespace PgBackup.Backup;

/// <summary>Knows which large objects the role may read.</summary>
internal static class LargeObjectAccess
{
    // Server 13 and newer: has_largeobject_privilege came with 18.
    private const string Query = """
        SELECT m.oid
        FROM pg_catalog.pg_largeobject_metadata m
        WHERE NOT pg_catalog.current_setting('lo_compat_privileges')::boolean
          AND NOT pg_catalog.pg_has_role(m.lomowner, 'USAGE')
          AND NOT EXISTS (
              SELECT FROM pg_catalog.aclexplode(m.lomacl) a
              WHERE a.privilege_type = 'SELECT' AND (a.grantee = 0 OR pg_catalog.pg_has_role(a.grantee, 'USAGE')))
        ORDER BY m.oid
        """;

    public static Task<List<uint>> ListUnreadableAsync(NpgsqlConnection connection, CancellationToken cancellationToken) =>
        connection.ReadAsync(Query, row => row.GetFieldValue<uint>(0), cancellationToken);
}
