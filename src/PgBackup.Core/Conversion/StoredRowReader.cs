using System.Buffers;
using PgBackup.Backup;
using PgBackup.Formats;

namespace PgBackup.Conversion;

/// <summary>Reads the rows of segments from the original.</summary>
internal sealed class StoredRowReader(ContentReader content) : IRowReader<StoredChunk>
{
    private readonly ArrayBufferWriter<byte> _rows = new();

    public void Read(StoredChunk chunk, RowSegments rows, CancellationToken cancellationToken)
    {
        if (chunk.Segment is not { } segment)
            return;
        // The worker is a thread of its own, so waiting here starves nobody.
        content.ReadRowsAsync(chunk.Table, segment, _rows, PassOn, cancellationToken).GetAwaiter().GetResult();

        ValueTask PassOn()
        {
            rows.Write(_rows.WrittenSpan);
            _rows.ResetWrittenCount();
            return ValueTask.CompletedTask;
        }
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
