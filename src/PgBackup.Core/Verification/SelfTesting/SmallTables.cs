using System.Globalization;
using Npgsql;
using PgBackup.Postgres;

namespace PgBackup.Verification;

/// <summary>Chooses the tables whose rows a self-test can do without.</summary>
internal sealed class SmallTables
{
    private const string Sizes = $"""
        SELECT c.oid, n.nspname::pg_catalog.text, c.relname::pg_catalog.text, COALESCE(pg_catalog.pg_table_size(c.oid), 0)
        FROM pg_catalog.pg_class c
        JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
        WHERE c.relkind = 'r' AND c.relpersistence <> 't' AND n.nspname NOT IN ('information_schema', '{OwnSchemas.History}')
          AND n.nspname !~ '^pg_'
          AND NOT EXISTS (
            SELECT FROM pg_catalog.pg_depend d
            WHERE d.classid = 'pg_catalog.pg_class'::pg_catalog.regclass AND d.objid = c.oid AND d.deptype = 'e')
        ORDER BY 4, 2, 3
        """;

    // A table, and one whose rows it needs: by a foreign key, or the other way round by a partition or child that holds rows of it.
    private const string References = "SELECT conrelid, confrelid FROM pg_catalog.pg_constraint WHERE contype = 'f'";

    private const string Parents = "SELECT inhrelid, inhparent FROM pg_catalog.pg_inherits";

    private const string LargeObjectBytes = "SELECT pg_catalog.pg_table_size('pg_catalog.pg_largeobject')";

    /// <summary>Gets the patterns of the tables that are left without rows.</summary>
    public required IReadOnlyList<string> Patterns { get; init; }

    /// <summary>Gets their names, quoted as in SQL.</summary>
    public required IReadOnlyList<string> Names { get; init; }

    public required bool HasLargeObjects { get; init; }

    public required string Description { get; init; }

    public static async Task<SmallTables> ReadAsync(
        DatabaseConnector connector, SelfTestOptions options, TimeSpan lockTimeout, CancellationToken cancellationToken)
    {
        var connection = await connector.OpenAsync(cancellationToken).ConfigureAwait(false);
        await using (connection.ConfigureAwait(false))
        {
            var server = await ServerInfo.ReadAsync(connection, cancellationToken).ConfigureAwait(false);
            var transaction = await connection.BeginTransactionAsync(cancellationToken).ConfigureAwait(false);
            await using (transaction.ConfigureAwait(false))
            {
                await SessionSettings.ApplyAsync(
                    connection, server.Version, lockTimeout, reading: true, cancellationToken).ConfigureAwait(false);
                var tables = await ListAsync(
                    connection,
                    Sizes,
                    r => (Id: r.GetFieldValue<uint>(0), Schema: r.GetString(1), Name: r.GetString(2), Bytes: r.GetInt64(3)),
                    cancellationToken)
                    .ConfigureAwait(false);
                var references = await ListAsync(connection, References, Pair, cancellationToken).ConfigureAwait(false);
                var parents = await ListAsync(connection, Parents, Pair, cancellationToken).ConfigureAwait(false);
                var largeObjects = await ListAsync(
                    connection, LargeObjectBytes, r => r.GetInt64(0), cancellationToken).ConfigureAwait(false);

                var sum = 0L;
                var large = tables
                    .Where(t => t.Bytes > options.MaxTableBytes || (sum += t.Bytes) > options.MaxBytes)
                    .Select(t => t.Id)
                    .ToHashSet();
                AddThoseThatRefer(large, references, parents);
                var without = tables.Where(t => large.Contains(t.Id)).ToList();
                var rest = without.Count == 0 ? "" : $", {without.Count} of them without rows, being too large or referring to one that is";
                return new SmallTables
                {
                    Patterns = [.. without.Select(t => $"{Quoted(t.Schema)}.{Quoted(t.Name)}")],
                    Names = [.. without.Select(t => Sql.Qualified(t.Schema, t.Name))],
                    HasLargeObjects = largeObjects[0] <= options.MaxTableBytes,
                    Description = string.Create(
                        CultureInfo.InvariantCulture,
                        $"Database {Sql.Identifier(server.Database)}, PostgreSQL {server.Version.Major}: "
                            + $"{tables.Count} {(tables.Count == 1 ? "table" : "tables")}{rest}."),
                };
            }
        }
    }

    // Rows that refer to those that are not restored would not be accepted.
    private static void AddThoseThatRefer(HashSet<uint> large, List<(uint Id, uint Other)> references, List<(uint Id, uint Other)> parents)
    {
        var children = parents.ToLookup(p => p.Other, p => p.Id);
        int before;
        do
        {
            before = large.Count;
            foreach (var (table, parent) in parents)
            {
                // A partitioned table lacks rows where a partition does.
                if (large.Contains(table))
                    large.Add(parent);
            }

            foreach (var (table, referenced) in references)
            {
                if (large.Contains(referenced))
                    Add(table);
            }
        }
        while (large.Count > before);

        void Add(uint table)
        {
            if (!large.Add(table))
                return;
            foreach (var child in children[table])
                Add(child);
        }
    }

    private static (uint Id, uint Other) Pair(NpgsqlDataReader row) => (row.GetFieldValue<uint>(0), row.GetFieldValue<uint>(1));

    private static async Task<List<T>> ListAsync<T>(
        NpgsqlConnection connection, string query, Func<NpgsqlDataReader, T> read, CancellationToken cancellationToken)
    {
        using var command = new NpgsqlCommand(query, connection) { CommandTimeout = 0 };
        var reader = await command.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
        await using (reader.ConfigureAwait(false))
        {
            var rows = new List<T>();
            while (await reader.ReadAsync(cancellationToken).ConfigureAwait(false))
                rows.Add(read(reader));
            return rows;
        }
    }

    private static string Quoted(string name) => string.Concat("\"", name.Replace("\"", "\"\"", StringComparison.Ordinal), "\"");
}
