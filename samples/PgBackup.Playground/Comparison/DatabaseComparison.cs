namespace PgBackup.Playground.Comparison;

/// <summary>
/// Tells whether two databases are the same, in definitions and in data. It reads the system catalogs by itself and shares no code
/// with the library, so that it can judge what the library restored.
/// </summary>
public static class DatabaseComparison
{
    /// <summary>Returns every difference; an empty list means that the databases are equal.</summary>
    public static async Task<IReadOnlyList<Difference>> CompareAsync(
        string expected, string actual, ComparisonOptions? options = null, CancellationToken cancellationToken = default)
    {
        options ??= new ComparisonOptions();
        await using var left = await ComparedDatabase.OpenAsync(expected, cancellationToken);
        await using var right = await ComparedDatabase.OpenAsync(actual, cancellationToken);
        var differences = new List<Difference>();
        if (options.Schema)
        {
            var facts = await BothAsync(left, right, database => CatalogReader.ReadAsync(database, options, cancellationToken));
            differences.AddRange(new FactComparer(facts.Expected, facts.Actual, options).Compare());
        }
        if (options.Data)
        {
            var facts = await BothAsync(left, right, database => ContentReader.ReadAsync(database, options, cancellationToken));
            var contents = new FactComparer(facts.Expected, facts.Actual, options).Compare().ToList();
            differences.AddRange(contents);
            var differing = contents.Where(d => d is { Kind: ContentReader.TableKind, Property: ContentReader.RowsHash }).ToList();
            foreach (var table in differing.Select(d => d.Object))
                differences.AddRange(await RowSamples.CompareAsync(left, right, table, options.SampleRows, cancellationToken));
        }
        return differences;
    }

    /// <summary>Counts the objects that a comparison of definitions looks at, by kind.</summary>
    public static async Task<IReadOnlyDictionary<string, int>> CountObjectsAsync(
        string connectionString, ComparisonOptions? options = null, CancellationToken cancellationToken = default)
    {
        await using var database = await ComparedDatabase.OpenAsync(connectionString, cancellationToken);
        var facts = await CatalogReader.ReadAsync(database, options ?? new ComparisonOptions(), cancellationToken);
        return facts.Objects.Keys.GroupBy(o => o.Kind).ToDictionary(g => g.Key, g => g.Count());
    }

    private static async Task<(DatabaseFacts Expected, DatabaseFacts Actual)> BothAsync(
        ComparedDatabase expected, ComparedDatabase actual, Func<ComparedDatabase, Task<DatabaseFacts>> read)
    {
        var (left, right) = (read(expected), read(actual));
        await Task.WhenAll(left, right);
        return (await left, await right);
    }
}
