using Npgsql;

namespace PgBackup.Playground.Comparison;

/// <summary>Finds a few of the rows by which two tables differ, so that a failed comparison can be understood.</summary>
internal static class RowSamples
{
    private const int MaxShown = 400;

    private const string PrimaryKey = """
        SELECT string_agg(format('x.%I', a.attname), ', ' ORDER BY array_position(i.indkey::int2[], a.attnum))
        FROM pg_index i JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = ANY (i.indkey::int2[])
        WHERE i.indrelid = to_regclass($1) AND i.indisprimary
        """;

    public static async Task<IReadOnlyList<Difference>> CompareAsync(
        ComparedDatabase expected, ComparedDatabase actual, string table, int samples, CancellationToken cancellationToken)
    {
        if (samples == 0)
            return [];
        // Hashes of all rows of both sides fit in memory far beyond the size of any test database.
        var surplus = new Dictionary<long, int>();
        foreach (var hash in await HashesAsync(expected, table, cancellationToken))
            surplus[hash] = surplus.GetValueOrDefault(hash) + 1;
        foreach (var hash in await HashesAsync(actual, table, cancellationToken))
            surplus[hash] = surplus.GetValueOrDefault(hash) - 1;

        var missing = surplus.Where(s => s.Value > 0).Select(s => s.Key).Take(samples).ToArray();
        var unexpected = surplus.Where(s => s.Value < 0).Select(s => s.Key).ToHashSet();
        var left = await RowsAsync(expected, table, "hash = ANY ($1)", missing, cancellationToken);
        // A row of the other side with the same key tells more than any other one does.
        var keys = left.Select(r => r.Key).OfType<string>().ToArray();
        var right = await RowsAsync(actual, table, "key = ANY ($1)", keys, cancellationToken);
        right.RemoveAll(r => !unexpected.Contains(r.Hash));
        if (right.Count < samples)
        {
            var others = unexpected.Except(right.Select(r => r.Hash)).Take(samples - right.Count).ToArray();
            right.AddRange(await RowsAsync(actual, table, "hash = ANY ($1)", others, cancellationToken));
        }
        return Pair(table, left, right).ToList();
    }

    private static IEnumerable<Difference> Pair(string table, List<Row> left, List<Row> right)
    {
        foreach (var row in left)
        {
            var partner = row.Key is null ? null : right.Find(r => r.Key == row.Key);
            if (partner is not null)
                right.Remove(partner);
            yield return new Difference("row of table", table, Name(row), row.Text, partner?.Text);
        }
        foreach (var row in right)
            yield return new Difference("row of table", table, Name(row), null, row.Text);
    }

    private static string Name(Row row) => row.Key is null ? "row" : "key " + row.Key;

    private static Task<List<long>> HashesAsync(ComparedDatabase database, string table, CancellationToken cancellationToken) =>
        database.ReadAsync(
            $"""SELECT hashtextextended((x.*)::text COLLATE "C", 0) FROM ONLY {table} x""", row => row.GetInt64(0), cancellationToken);

    private static async Task<List<Row>> RowsAsync(
        ComparedDatabase database, string table, string condition, Array wanted, CancellationToken cancellationToken)
    {
        if (wanted.Length == 0)
            return [];
        var columns = await database.ReadAsync(
            PrimaryKey, row => row.IsDBNull(0) ? null : row.GetString(0), cancellationToken, table);
        var key = columns is [{ } names] ? $"ROW({names})::text" : "NULL::text";
        var sql = $"""
            SELECT DISTINCT hash, key COLLATE "C" AS key, row COLLATE "C" AS row FROM (
                SELECT hashtextextended((x.*)::text COLLATE "C", 0) AS hash, {key} AS key, left((x.*)::text, {MaxShown}) AS row
                FROM ONLY {table} x) r
            WHERE {condition} ORDER BY key, row LIMIT 100
            """;
        return await database.ReadAsync(sql, ReadRow, cancellationToken, wanted);
    }

    private static Row ReadRow(NpgsqlDataReader row) =>
        new(row.GetInt64(0), row.IsDBNull(1) ? null : row.GetString(1), row.GetString(2));

    private sealed record Row(long Hash, string? Key, string Text);
}
