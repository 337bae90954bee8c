using System.Buffers;
using System.Text;
using PgBackup.Formats;

namespace PgBackup.Tests.Conformance;

/// <summary>The faults of a format that the conformance tests must find.</summary>
public enum FormatFault
{
    ConfusesNull,
    LosesTheLastRow,
    NeedsWholePieces,
    DependsOnCuts,
    NeedsTheFirstSegment,
    SharesState,
    CutsStatements,
    ThrowsStrangely,
    IsMisnamed,
    NeedsRows,
}

/// <summary>SQL with one fault.</summary>
internal sealed class FaultyFormat(FormatFault fault) : IBackupFormat
{
    private readonly SqlFormat _sql = new();
    private readonly ArrayBufferWriter<byte> _shared = new();
    private int _encoders;

    public string Name => fault == FormatFault.IsMisnamed ? "My Format" : "faulty";

    public string FileExtension => ".faulty";

    public IBackupFormatWriter CreateWriter(BackupDescription backup) =>
        fault == FormatFault.NeedsRows ? new Writer() : _sql.CreateWriter(backup);

    public IRowEncoder CreateRowEncoder(BackupTable table) => new Encoder(fault, _sql.CreateRowEncoder(table), _shared, _encoders++ == 0);

    public IRowDecoder CreateRowDecoder(BackupTable table) => new Decoder(fault, _sql.CreateRowDecoder(table));

    public string ReadStatement(ReadOnlySpan<byte> content)
    {
        var statement = _sql.ReadStatement(content);
        return fault == FormatFault.CutsStatements ? statement.Split('\n')[0] : statement;
    }

    private sealed class Encoder(FormatFault fault, IRowEncoder inner, ArrayBufferWriter<byte> shared, bool isFirst) : IRowEncoder
    {
        public void Encode(ReadOnlySpan<byte> copyText, IBufferWriter<byte> output)
        {
            if (fault == FormatFault.NeedsWholePieces && copyText[^1] != '\n')
                throw new InvalidOperationException("The piece does not end with a row.");
            if (fault == FormatFault.DependsOnCuts)
                output.Write("-- a piece\n"u8);
            if (fault == FormatFault.ConfusesNull)
                copyText = Encoding.Latin1.GetBytes(Encoding.Latin1.GetString(copyText).Replace("\t\\N", "\t", StringComparison.Ordinal));
            if (fault == FormatFault.SharesState)
            {
                // What others wrote in the middle of a row comes out here.
                lock (shared)
                {
                    shared.Write(copyText);
                    if (!copyText.EndsWith("\n"u8))
                        return;
                    inner.Encode(shared.WrittenSpan, output);
                    shared.Clear();
                }

                return;
            }

            inner.Encode(copyText, output);
        }

        public void Complete(IBufferWriter<byte> output)
        {
            if (fault == FormatFault.NeedsTheFirstSegment && !isFirst)
                return;
            inner.Complete(output);
        }
    }

    private sealed class Decoder(FormatFault fault, IRowDecoder inner) : IRowDecoder
    {
        private readonly ArrayBufferWriter<byte> _rows = new();

        public void Decode(ReadOnlySpan<byte> content, IBufferWriter<byte> copyText)
        {
            try
            {
                inner.Decode(content, fault == FormatFault.LosesTheLastRow ? _rows : copyText);
            }
            catch (FormatException) when (fault == FormatFault.ThrowsStrangely)
            {
                throw new InvalidOperationException("Strange.");
            }
        }

        public void Complete(IBufferWriter<byte> copyText)
        {
            inner.Complete(copyText);
            if (fault == FormatFault.LosesTheLastRow)
                copyText.Write(_rows.WrittenSpan[..(_rows.WrittenSpan[..^1].LastIndexOf((byte)'\n') + 1)]);
        }
    }

    private sealed class Writer : IBackupFormatWriter
    {
        private bool _hasRows;

        public void WriteStatement(BackupEntry entry, EntryStatement statement, IBufferWriter<byte> output) =>
            output.Write(Encoding.UTF8.GetBytes(statement.Text + ";\n"));

        public void BeginTable(BackupTable table, IBufferWriter<byte> output) => _hasRows = true;

        public void WriteFooter(IBufferWriter<byte> output)
        {
            if (!_hasRows)
                throw new InvalidOperationException("There are no rows.");
        }
    }
}
