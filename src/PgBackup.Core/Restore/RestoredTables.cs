using Npgsql;
using PgBackup.Postgres;

namespace PgBackup.Restore;

/// <summary>Lists the tables of a restored database that hold the rows of a backup and no others.</summary>
internal static class RestoredTables
{
    private const string MembersQuery = """
        SELECT n.nspname::text, c.relname::text
        FROM pg_catalog.pg_depend d
        JOIN pg_catalog.pg_class c ON c.oid = d.objid
        JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
        WHERE d.classid = 'pg_catalog.pg_class'::pg_catalog.regclass
          AND d.refclassid = 'pg_catalog.pg_extension'::pg_catalog.regclass AND d.deptype = 'e'
        """;

    /// <summary>Lists them by the table to which the rows are compared: partitions whose rows may have found another place count
    /// together.</summary>
    public static async Task<IReadOnlyList<IGrouping<BackupTableName, BackupTable>>> ListAsync(
        NpgsqlConnection connection, BackupManifest manifest, CancellationToken cancellationToken)
    {
        var members = await MembersAsync(connection, cancellationToken).ConfigureAwait(false);
        return
        [
            .. manifest.Entries.Select(e => e.Table).OfType<BackupTable>().Where(t => t.Target == BackupTableTarget.Table)
                .GroupBy(t => t.LoadThrough ?? new BackupTableName(t.Schema, t.Name))
                .Where(g => !members.Contains(g.Key)),
        ];
    }

    /// <summary>Tells whether there is a table of a name, which is quoted as in SQL.</summary>
    public static async Task<bool> ExistsAsync(NpgsqlConnection connection, string name, CancellationToken cancellationToken)
    {
        const string Query = "SELECT pg_catalog.to_regclass($1) IS NOT NULL";
        return (bool)(await connection.ReadValueAsync(Query, cancellationToken, Parameter.Of(name)).ConfigureAwait(false))!;
    }

    // An extension's script fills its tables with rows that are in no backup.
    private static async Task<HashSet<BackupTableName>> MembersAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        var members = await connection.ReadAsync(
            MembersQuery, row => new BackupTableName(row.GetString(0), row.GetString(1)), cancellationToken).ConfigureAwait(false);
        return [.. members];
    }
}
