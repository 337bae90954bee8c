using System.Globalization;
using System.Text;

namespace PgBackup.Benchmarks.Micro;

/// <summary>Tables and COPY text that the benchmarks have in common.</summary>
internal static class SampleRows
{
    public static BackupTable WideTable { get; } = Table(
        "bigint", "integer", "timestamp with time zone", "numeric(12,2)", "text", "jsonb", "text[]", "boolean");

    public static BackupTable NarrowTable { get; } = Table("integer", "integer", "double precision", "smallint");

    public static byte[] Wide(int count) => Rows(count, i => string.Create(
        CultureInfo.InvariantCulture,
        $"{i}\t{i % 1000}\t2020-01-01 12:00:{i % 60:00}+00\t{i * 1.37:0.00}\tplease call before delivery {i}\t"
        + $"{{\"sku\": \"A-{i}\", \"lines\": [{{\"quantity\": {i % 5}, "
        + $"\"price\": 12.5}}]}}\t{{order,\"urgent one\"}}\t{(i % 2 == 0 ? 't' : 'f')}\n"));

    public static byte[] Narrow(int count) => Rows(count, i => string.Create(
        CultureInfo.InvariantCulture, $"{i % 4096}\t{1600000000 + i}\t{i % 1000}.125\t{i % 4}\n"));

    private static byte[] Rows(int count, Func<int, string> row) =>
        Encoding.UTF8.GetBytes(string.Concat(Enumerable.Range(1, count).Select(row)));

    private static BackupTable Table(params string[] types) => new()
    {
        Schema = "public",
        Name = "sample",
        Columns = [.. types.Select((type, i) => new BackupColumn($"c{i}", type))],
    };
}
