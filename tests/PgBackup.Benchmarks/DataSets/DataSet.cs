using System.Globalization;
using Npgsql;

namespace PgBackup.Benchmarks.DataSets;

/// <summary>What a database holds that is backed up and restored.</summary>
internal sealed class DataSet
{
    private const string TableCount = "10000";

    private DataSet(string name, params IReadOnlyList<IReadOnlyList<string>> halves) => (Name, Halves) = (name, halves);

    /// <summary>Gets its name on the command line.</summary>
    public string Name { get; }

    /// <summary>Gets what COPY can read, in two halves of about the same size, for two processes; empty where there are too many.</summary>
    public IReadOnlyList<IReadOnlyList<string>> Halves { get; }

    public static DataSet Mixed { get; } = new("mixed", ["orders", "audit", "customer"], ["measurement", "document"]);

    public static DataSet OneBigTable { get; } = new("one-big-table", [Range("<")], [Range(">=")]);

    public static DataSet ManyTables { get; } = new("many-tables");

    public static DataSet LargeObjects { get; } = new("large-objects");

    public static DataSet HugeValue { get; } = new("huge-value");

    public static IReadOnlyList<DataSet> All { get; } = [Mixed, OneBigTable, ManyTables, LargeObjects, HugeValue];

    /// <summary>Fills a database.</summary>
    /// <param name="connectionString">The database, which is empty.</param>
    /// <param name="gigabytes">How much COPY text its rows come to, roughly.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task FillAsync(string connectionString, double gigabytes, CancellationToken cancellationToken)
    {
        using var script = new StreamReader(
            typeof(DataSet).Assembly.GetManifestResourceStream($"PgBackup.Benchmarks.DataSets.{Name}.sql")!);
        var sql = (await script.ReadToEndAsync(cancellationToken))
            .Replace("{gb}", gigabytes.ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal)
            .Replace("{tables}", TableCount, StringComparison.Ordinal);
        await using var connection = new NpgsqlConnection(connectionString);
        await connection.OpenAsync(cancellationToken);
        // One after another: a procedure that commits may not share a message with others.
        var pieces = sql.Split(";\n", StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        foreach (var statement in pieces.Aggregate(new List<string>(), Join))
            await RunAsync(connection, statement, cancellationToken);
        await RunAsync(connection, "VACUUM ANALYZE", cancellationToken);
        await RunAsync(connection, "CHECKPOINT", cancellationToken);
    }

    private static string Range(string comparison) => $"(SELECT * FROM event WHERE id {comparison} (SELECT max(id) / 2 FROM event))";

    private static async Task RunAsync(NpgsqlConnection connection, string sql, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(sql, connection) { CommandTimeout = 0 };
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    // A semicolon within a dollar-quoted body ends no statement.
    private static List<string> Join(List<string> statements, string part)
    {
        if (statements.Count > 0 && (statements[^1].Split("$$").Length & 1) == 0)
            statements[^1] += ";\n" + part;
        else
            statements.Add(part);
        return statements;
    }
}
