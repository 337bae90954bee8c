using Npgsql;
using PgBackup.Postgres;

namespace PgBackup.Restore;

/// <summary>Finds out whether the role may make and rename databases.</summary>
internal static class DatabaseRights
{
    private const string Query = """
        SELECT r.rolname::pg_catalog.text, r.rolsuper OR r.rolcreatedb,
               r.rolsuper OR COALESCE(
                   (SELECT pg_catalog.pg_has_role(d.datdba, 'USAGE') FROM pg_catalog.pg_database d
                    WHERE d.datname = $1::pg_catalog.text),
                   true)
        FROM pg_catalog.pg_roles r
        WHERE r.rolname = CURRENT_USER
        """;

    /// <summary>Finds what the role lacks to make a database and, where one of the name exists, to rename that.</summary>
    public static async Task<RestoreConflict?> FindConflictAsync(
        NpgsqlConnection connection, string name, CancellationToken cancellationToken)
    {
        var rights = await connection.ReadAsync(
            Query,
            row => (Role: Sql.Identifier(row.GetString(0)), MayCreate: row.GetBoolean(1), MayRename: row.GetBoolean(2)),
            cancellationToken,
            Parameter.Of(name)).ConfigureAwait(false);
        var (role, mayCreate, mayRename) = rights[0];
        if (!mayCreate)
        {
            return new RestoreConflict(
                PgBackupErrorCodes.PermissionDenied,
                role,
                $"Role {role} may not create databases. ALTER ROLE {role} CREATEDB, or restore as a superuser.");
        }

        return mayRename ? null : new RestoreConflict(
            PgBackupErrorCodes.PermissionDenied,
            Sql.Identifier(name),
            $"Role {role} does not own database {Sql.Identifier(name)} and may not rename it. Restore as its owner or as a superuser.");
    }
}
