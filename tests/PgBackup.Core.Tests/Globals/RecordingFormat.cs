using System.Buffers;
using PgBackup.Formats;

namespace PgBackup.Tests.Globals;

/// <summary>A host's own format that remembers what it was given; its bytes are those of the SQL format.</summary>
internal sealed class RecordingFormat : IBackupFormat
{
    private readonly SqlFormat _sql = new();

    public string Name => "recording";

    public string FileExtension => ".rec";

    public List<(BackupSection Section, string Kind)> Entries { get; } = [];

    public List<StatementRole> Statements { get; } = [];

    public IBackupFormatWriter CreateWriter(BackupDescription backup) => new Writer(this, _sql.CreateWriter(backup));

    public IRowEncoder CreateRowEncoder(BackupTable table) => _sql.CreateRowEncoder(table);

    public IRowDecoder CreateRowDecoder(BackupTable table) => _sql.CreateRowDecoder(table);

    public string ReadStatement(ReadOnlySpan<byte> content) => _sql.ReadStatement(content);

    private sealed class Writer(RecordingFormat format, IBackupFormatWriter inner) : IBackupFormatWriter
    {
        public void WriteHeader(IBufferWriter<byte> output) => inner.WriteHeader(output);

        public void BeginEntry(BackupEntry entry, IBufferWriter<byte> output)
        {
            format.Entries.Add((entry.Section, entry.Kind));
            inner.BeginEntry(entry, output);
        }

        public void WriteStatement(BackupEntry entry, EntryStatement statement, IBufferWriter<byte> output)
        {
            format.Statements.Add(statement.Role);
            inner.WriteStatement(entry, statement, output);
        }

        public void EndEntry(BackupEntry entry, IBufferWriter<byte> output) => inner.EndEntry(entry, output);

        public void BeginTable(BackupTable table, IBufferWriter<byte> output) => inner.BeginTable(table, output);

        public void WriteSegmentSeparator(BackupTable table, IBufferWriter<byte> output) => inner.WriteSegmentSeparator(table, output);

        public void EndTable(BackupTable table, IBufferWriter<byte> output) => inner.EndTable(table, output);

        public void WriteFooter(IBufferWriter<byte> output) => inner.WriteFooter(output);
    }
}
