using System.Text.Json;

namespace PgBackup.CustomFormat;

/// <summary>Newline-delimited JSON: one line for each statement, table and row. Register it with
/// <c>AddPgBackup(…).AddFormat&lt;NdjsonFormat&gt;()</c>.</summary>
public sealed class NdjsonFormat : IBackupFormat
{
    public string Name => "ndjson";

    public string FileExtension => ".ndjson";

    public IBackupFormatWriter CreateWriter(BackupDescription backup) => new NdjsonWriter(backup);

    public IRowEncoder CreateRowEncoder(BackupTable table) => new NdjsonRows(table);

    public IRowDecoder CreateRowDecoder(BackupTable table) => new NdjsonRows(table);

    public string ReadStatement(ReadOnlySpan<byte> content) =>
        Read<Statement>(content)?.Sql ?? throw new FormatException("A line has no statement.");

    internal static T? Read<T>(ReadOnlySpan<byte> line)
    {
        try
        {
            return JsonSerializer.Deserialize<T>(line);
        }
        catch (JsonException exception)
        {
            throw new FormatException("A line is not the JSON that it should be.", exception);
        }
    }

    private sealed record Statement(string? Sql);
}
