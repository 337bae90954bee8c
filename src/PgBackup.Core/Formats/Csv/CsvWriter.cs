using System.Buffers;

namespace PgBackup.Formats;

/// <summary>Writes the script of the definitions, and for each table the header of its file.</summary>
internal sealed class CsvWriter(BackupDescription backup) : IBackupFormatWriter
{
    private readonly SqlWriter _script = new(backup);
    private bool _hasToldOfRows;

    public void WriteHeader(IBufferWriter<byte> output) => _script.WriteHeader(output);

    public void BeginEntry(BackupEntry entry, IBufferWriter<byte> output)
    {
        if (entry.Section is not (BackupSection.PreData or BackupSection.Roles))
            TellOfRows(output);
        _script.BeginEntry(entry, output);
    }

    public void WriteStatement(BackupEntry entry, EntryStatement statement, IBufferWriter<byte> output) =>
        _script.WriteStatement(entry, statement, output);

    public void EndEntry(BackupEntry entry, IBufferWriter<byte> output) => _script.EndEntry(entry, output);

    public void BeginTable(BackupTable table, IBufferWriter<byte> output) => CsvHeader.Write(table.Columns, output);

    public void WriteSegmentSeparator(BackupTable table, IBufferWriter<byte> output)
    {
        // Each record brings its own end.
    }

    public void EndTable(BackupTable table, IBufferWriter<byte> output)
    {
    }

    public void WriteFooter(IBufferWriter<byte> output)
    {
        TellOfRows(output);
        _script.WriteFooter(output);
    }

    // What stands behind are positions of sequences, which rows move, and what is made faster or more safely when the rows are there.
    private void TellOfRows(IBufferWriter<byte> output)
    {
        if (_hasToldOfRows)
            return;
        _hasToldOfRows = true;
        output.Write(
            "-- At this point the rows are loaded from the CSV files: COPY table FROM file (FORMAT csv, HEADER, ENCODING 'UTF8')\n\n"u8);
    }
}
