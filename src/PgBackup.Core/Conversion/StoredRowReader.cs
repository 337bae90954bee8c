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
        // The store reads asynchronously, so the rest may run on threads of the pool; they wait at most for the artifact, which makes room.
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
