using System.Buffers;
using System.Text;

namespace PgBackup.Formats;

/// <summary>The first record of a file: the names of the columns.</summary>
internal static class CsvHeader
{
    private static readonly SearchValues<char> Special = SearchValues.Create("\",\r\n");

    public static void Write(IReadOnlyList<BackupColumn> columns, IBufferWriter<byte> output) =>
        Encoding.UTF8.GetBytes(string.Join(',', columns.Select(column => Field(column.Name))) + "\r\n", output);

    private static string Field(string name) => name is "" or "\\." || name.AsSpan().ContainsAny(Special)
        ? $"\"{name.Replace("\"", "\"\"", StringComparison.Ordinal)}\""
        : name;
}
