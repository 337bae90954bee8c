using System.Buffers;
using System.Text;
using PgBackup.Formats;

namespace PgBackup.Tests.Formats;

/// <summary>Random rows, and rows on their way into CSV and back in random pieces.</summary>
internal static class CsvRows
{
    private static readonly string[] Words =
    [
        "", "\\.", "\\N", "NULL", "\"", "\"\"", ",", "a,b", " ", "plain",
        "\r\n", "\n", "\r", "\t", "\b\v\f", "\\", "\\\\n", "naïve 😀", "{1,2}", "t", "-1.50", "'",
    ];

    public static BackupTable Table(int columns) => new()
    {
        Schema = "public",
        Name = "t",
        Columns = [.. Enumerable.Range(1, columns).Select(i => new BackupColumn($"c{i}", "text"))],
    };

    public static string?[][] Random(Random random, int columns, int rows) =>
        [.. Enumerable.Range(0, rows).Select(_ => Enumerable.Range(0, columns).Select(_ => RandomValue(random)).ToArray())];

    /// <summary>Gives rows as COPY's text format, by the manual and without the library.</summary>
    public static byte[] CopyText(IEnumerable<string?[]> rows) =>
        Encoding.UTF8.GetBytes(string.Concat(rows.Select(row => string.Join('\t', row.Select(CopyText)) + "\n")));

    public static byte[] Encode(int columns, byte[] copyText, Random? random = null)
    {
        var encoder = new CsvFormat().CreateRowEncoder(Table(columns));
        var output = new ArrayBufferWriter<byte>();
        foreach (var part in Cut(copyText, random))
            encoder.Encode(part.Span, output);
        encoder.Complete(output);
        return output.WrittenSpan.ToArray();
    }

    public static byte[] Decode(int columns, byte[] segment, Random? random = null)
    {
        var decoder = new CsvFormat().CreateRowDecoder(Table(columns));
        var output = new ArrayBufferWriter<byte>();
        foreach (var part in Cut(segment, random))
            decoder.Decode(part.Span, output);
        decoder.Complete(output);
        return output.WrittenSpan.ToArray();
    }

    private static string? RandomValue(Random random) => random.Next(12) switch
    {
        0 or 1 => null,
        2 => string.Concat(Enumerable.Range(0, random.Next(5)).Select(_ => Words[random.Next(Words.Length)])),
        3 => string.Concat(Enumerable.Range(0, random.Next(40)).Select(_ => (char)random.Next(1, 0x250))),
        4 when random.Next(40) == 0 => new string('x', CsvRowEncoder.MaxHeld + random.Next(-2, 3)),
        4 when random.Next(40) == 0 => string.Concat(Enumerable.Repeat("12345\\\"", random.Next(1, 3000))),
        5 => Words[random.Next(Words.Length)],
        _ => random.Next().ToString(System.Globalization.CultureInfo.InvariantCulture),
    };

    private static string CopyText(string? value) => value is null
        ? "\\N"
        : string.Concat(value.Select(c => c switch
        {
            '\\' => "\\\\",
            '\b' => "\\b",
            '\t' => "\\t",
            '\n' => "\\n",
            '\v' => "\\v",
            '\f' => "\\f",
            '\r' => "\\r",
            _ => c.ToString(),
        }));

    private static IEnumerable<ReadOnlyMemory<byte>> Cut(byte[] content, Random? random)
    {
        var longest = random is null ? content.Length : random.Next(3) switch { 0 => 1, 1 => 8, _ => 5000 };
        for (var position = 0; position < content.Length;)
        {
            var length = Math.Min(random?.Next(1, longest + 1) ?? content.Length, content.Length - position);
            yield return content.AsMemory(position, length);
            position += length;
        }
    }
}
