using System.Buffers;
using System.Text.Json;

namespace PgBackup.CustomFormat;

/// <summary>Turns rows into lines with arrays of strings, and back. Pieces are cut anywhere, so the beginning of a line is kept.</summary>
internal sealed class NdjsonRows(BackupTable table) : IRowEncoder, IRowDecoder
{
    private readonly ArrayBufferWriter<byte> _line = new();

    public void Encode(ReadOnlySpan<byte> copyText, IBufferWriter<byte> output) => ForEachLine(copyText, line =>
        output.Write([.. JsonSerializer.SerializeToUtf8Bytes(CopyText.ReadRow(line, table)), (byte)'\n']));

    public void Decode(ReadOnlySpan<byte> content, IBufferWriter<byte> copyText) => ForEachLine(content, line =>
        CopyText.WriteRow(NdjsonFormat.Read<string?[]>(line) ?? throw new FormatException("A row is null."), table, copyText));

    public void Complete(IBufferWriter<byte> output)
    {
        if (_line.WrittenCount > 0)
            throw new FormatException("The last row is incomplete.");
    }

    private void ForEachLine(ReadOnlySpan<byte> content, Action<ReadOnlySpan<byte>> use)
    {
        for (int end; (end = content.IndexOf((byte)'\n')) >= 0; content = content[(end + 1)..])
        {
            _line.Write(content[..end]);
            use(_line.WrittenSpan);
            _line.ResetWrittenCount();
        }

        _line.Write(content);
    }
}
