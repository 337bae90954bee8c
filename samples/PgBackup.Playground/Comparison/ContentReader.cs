using System.Globalization;
using System.Text;

namespace PgBackup.Playground.Comparison;

/// <summary>Reads what objects hold: row counts and hashes of tables and materialized views, sequence states, large objects.</summary>
internal static class ContentReader
{
    public const string TableKind = "rows of table";
    public const string RowsHash = "content hash";

    private const int SequencesPerQuery = 200;

    // Tables of extensions are among them: their scripts or the configuration data of the backup fill them.
    private const string Tables = """
        SELECT format('%I.%I', n.nspname, c.relname) FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
        WHERE c.relkind IN ('r', 'm') AND c.relispopulated AND n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'
          AND n.nspname <> ALL ($1)
        ORDER BY 1
        """;

    private const string Sequences = """
        SELECT format('%I.%I', n.nspname, c.relname) FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
        WHERE c.relkind = 'S' AND n.nspname !~ '^pg_' AND n.nspname <> 'information_schema' AND n.nspname <> ALL ($1)
        ORDER BY 1
        """;

    private const string LargeObjects =
        "SELECT l.oid::text, md5(lo_get(l.oid)), length(lo_get(l.oid)) FROM pg_largeobject_metadata l ORDER BY l.oid";

    public static async Task<DatabaseFacts> ReadAsync(
        ComparedDatabase database, ComparisonOptions options, CancellationToken cancellationToken)
    {
        var facts = new DatabaseFacts(database.ServerMajor);
        var excluded = options.ExcludedSchemas.ToArray();
        foreach (var table in await database.ReadAsync(Tables, row => row.GetString(0), cancellationToken, excluded))
            facts.Add(TableKind, table, await HashAsync(database, table, cancellationToken));

        var sequences = await database.ReadAsync(Sequences, row => row.GetString(0), cancellationToken, excluded);
        foreach (var chunk in sequences.Chunk(SequencesPerQuery))
            await ReadSequencesAsync(database, chunk, facts, cancellationToken);

        var largeObjects = await database.ReadAsync(
            LargeObjects,
            row => (Id: row.GetString(0), Hash: row.GetString(1), Length: row.GetInt32(2)),
            cancellationToken);
        foreach (var (id, hash, length) in largeObjects)
            facts.Add("content of large object", id, new() { ["md5"] = hash, ["length"] = Text(length) });
        return facts;
    }

    /// <summary>
    /// The text of a row is unambiguous (null is nothing, an empty string is ""), and the sums over two 64-bit hashes of it do not
    /// depend on the order of rows but on how often each occurs.
    /// </summary>
    private static async Task<Dictionary<string, string?>> HashAsync(
        ComparedDatabase database, string table, CancellationToken cancellationToken)
    {
        var sql = $"""
            SELECT count(*), coalesce(sum(hashtextextended(r.row, 0)), 0)::text, coalesce(sum(hashtextextended(r.row, 1)), 0)::text
            FROM (SELECT (x.*)::text COLLATE "C" AS row FROM ONLY {table} x) r
            """;
        try
        {
            var rows = await database.ReadAsync(
                sql, row => (Count: row.GetInt64(0), Hash: $"{row.GetString(1)}/{row.GetString(2)}"), cancellationToken);
            return new() { ["row count"] = Text(rows[0].Count), [RowsHash] = rows[0].Hash };
        }
        catch (Npgsql.PostgresException exception)
        {
            throw new InvalidOperationException($"The rows of {table} cannot be read: {exception.MessageText}", exception);
        }
    }

    private static async Task ReadSequencesAsync(
        ComparedDatabase database, string[] sequences, DatabaseFacts facts, CancellationToken cancellationToken)
    {
        var sql = new StringBuilder();
        for (var i = 0; i < sequences.Length; i++)
        {
            sql.Append(i == 0 ? "" : " UNION ALL ");
            sql.Append(CultureInfo.InvariantCulture, $"SELECT {i}, last_value, is_called FROM {sequences[i]}");
        }
        var states = await database.ReadAsync(
            sql.ToString(),
            row => (Index: row.GetInt32(0), LastValue: row.GetInt64(1), IsCalled: row.GetBoolean(2)),
            cancellationToken);
        foreach (var (index, lastValue, isCalled) in states)
        {
            facts.Add("state of sequence", sequences[index],
                new() { ["last_value"] = Text(lastValue), ["is_called"] = isCalled ? "true" : "false" });
        }
    }

    private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);
}
