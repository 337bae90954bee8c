using Npgsql;
using PgBackup.Postgres;

namespace PgBackup.Backup;

/// <summary>Lists the relations that a backup can choose from, and the schemas.</summary>
internal static class RelationLister
{
    private const string Privileges = """
        pg_catalog.has_schema_privilege(n.oid, 'USAGE'), pg_catalog.has_table_privilege(c.oid, 'SELECT'),
        c.relrowsecurity AND pg_catalog.row_security_active(c.oid)
        """;

    // What is known already is half of the server's work.
    private const string NoPrivileges = "true, true, false";

    private const string Schemas = """
        SELECT nspname::text FROM pg_catalog.pg_namespace WHERE nspname !~ '^pg_' AND nspname <> 'information_schema' ORDER BY nspname
        """;

    public static Task<Dictionary<uint, RelationName>> ListAsync(NpgsqlConnection connection, CancellationToken cancellationToken) =>
        ListAsync(connection, Relations(Privileges), new Dictionary<uint, RelationName>(), cancellationToken);

    /// <summary>Lists them once more; privileges are those that are known, and all where there are none yet.</summary>
    public static Task<Dictionary<uint, RelationName>> ListAgainAsync(
        NpgsqlConnection connection, IReadOnlyDictionary<uint, RelationName> known, CancellationToken cancellationToken) =>
        ListAsync(connection, Relations(NoPrivileges), known, cancellationToken);

    public static Task<List<string>> ListSchemasAsync(NpgsqlConnection connection, CancellationToken cancellationToken) =>
        connection.ReadAsync(Schemas, row => row.GetString(0), cancellationToken);

    // What belongs to an extension comes with it, but for the rows of its configuration tables.
    private static string Relations(string privileges) => $"""
        SELECT c.oid, n.nspname::text, c.relname::text, c.relkind, i.inhparent, {privileges},
               e.oid IS NOT NULL, o.refobjid, o.deptype IS NOT DISTINCT FROM 'i'
        FROM pg_catalog.pg_class c
        JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
        LEFT JOIN pg_catalog.pg_inherits i ON c.relispartition AND i.inhrelid = c.oid
        LEFT JOIN pg_catalog.pg_depend d ON d.classid = 'pg_catalog.pg_class'::pg_catalog.regclass AND d.objid = c.oid AND d.deptype = 'e'
        LEFT JOIN pg_catalog.pg_extension e ON e.oid = d.refobjid AND (e.extconfig IS NULL OR c.oid <> ALL (e.extconfig))
        LEFT JOIN pg_catalog.pg_depend o ON c.relkind = 'S' AND o.classid = 'pg_catalog.pg_class'::pg_catalog.regclass AND o.objid = c.oid
             AND o.objsubid = 0 AND o.refclassid = o.classid AND o.refobjsubid > 0 AND o.deptype IN ('a', 'i')
        WHERE c.relkind IN ('r', 'p', 'v', 'm', 'S', 'f') AND c.relpersistence <> 't'
          AND n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'
        ORDER BY c.oid
        """;

    private static async Task<Dictionary<uint, RelationName>> ListAsync(
        NpgsqlConnection connection, string sql, IReadOnlyDictionary<uint, RelationName> known, CancellationToken cancellationToken)
    {
        var relations = await connection.ReadAsync(sql, row => Read(row, known), cancellationToken).ConfigureAwait(false);
        return relations.OfType<RelationName>().ToDictionary(r => r.Oid);
    }

    // Asked for, the privileges are those of this moment: what was dropped since the query began has none.
    private static RelationName? Read(NpgsqlDataReader row, IReadOnlyDictionary<uint, RelationName> known)
    {
        if (row.IsDBNull(5) || row.IsDBNull(6))
            return null;
        var oid = row.GetFieldValue<uint>(0);
        var before = known.GetValueOrDefault(oid);
        return new RelationName(
            oid,
            row.GetString(1),
            row.GetString(2),
            row.GetChar(3),
            row.IsDBNull(4) ? null : row.GetFieldValue<uint>(4),
            before?.CanUseSchema ?? row.GetBoolean(5),
            before?.CanSelect ?? row.GetBoolean(6),
            before?.HidesRows ?? row.GetBoolean(7),
            row.GetBoolean(8))
        {
            OwnedBy = row.IsDBNull(9) ? null : row.GetFieldValue<uint>(9),
            IsIdentity = row.GetBoolean(10),
        };
    }
}
