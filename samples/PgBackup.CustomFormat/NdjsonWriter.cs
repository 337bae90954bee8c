using System.Buffers;
using System.Text.Json;

namespace PgBackup.CustomFormat;

/// <summary>Writes the lines around the rows.</summary>
internal sealed class NdjsonWriter(BackupDescription backup) : IBackupFormatWriter
{
    public void WriteHeader(IBufferWriter<byte> output) => Line(new { backup.Id, backup.Database, backup.CreatedAt }, output);

    public void WriteStatement(BackupEntry entry, EntryStatement statement, IBufferWriter<byte> output) =>
        Line(new { entry.Kind, entry.Schema, entry.Name, Sql = statement.Text }, output);

    public void BeginTable(BackupTable table, IBufferWriter<byte> output) =>
        Line(new { table.Schema, table.Name, Columns = table.Columns.Select(c => c.Name) }, output);

    private static void Line<T>(T value, IBufferWriter<byte> output)
    {
        output.Write(JsonSerializer.SerializeToUtf8Bytes(value));
        output.Write("\n"u8);
    }
}
