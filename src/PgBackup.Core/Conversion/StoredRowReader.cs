using System.Buffers;
using System.Threading.Channels;
using PgBackup.Backup;
using PgBackup.Formats;

namespace PgBackup.Conversion;

/// <summary>Reads the rows of segments from the original.</summary>
/// <remarks>The store is read asynchronously, and pieces pass through a short queue to the worker, which encodes them: it may wait for the
/// artifact, and a thread of the pool must not.</remarks>
internal sealed class StoredRowReader(ContentReader content) : IRowReader<StoredChunk>
{
    private const int QueuedPieces = 4;

    public void Read(StoredChunk chunk, RowSegments rows, CancellationToken cancellationToken)
    {
        if (chunk.Segment is not { } segment)
            return;
        var pieces = Channel.CreateBounded<ChunkPiece>(
            new BoundedChannelOptions(QueuedPieces) { SingleReader = true, SingleWriter = true });
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var reading = ReadAsync(chunk.Table, segment, pieces.Writer, stop.Token);
        try
        {
            // The worker is a thread of its own, so waiting here starves nobody.
            while (pieces.Reader.WaitToReadAsync(cancellationToken).AsTask().GetAwaiter().GetResult())
            {
                while (pieces.Reader.TryRead(out var piece))
                {
                    rows.Write(piece.Bytes.Span);
                    piece.Return();
                }
            }
        }
        finally
        {
            stop.Cancel();
            reading.GetAwaiter().GetResult();
        }
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private async Task ReadAsync(BackupTable table, int segment, ChannelWriter<ChunkPiece> pieces, CancellationToken cancellationToken)
    {
        var rows = new ArrayBufferWriter<byte>();
        try
        {
            await content.ReadRowsAsync(table, segment, rows, PassOnAsync, cancellationToken).ConfigureAwait(false);
            pieces.Complete();
        }
        catch (Exception exception)
        {
            // The worker meets it when it has read what came before.
            pieces.Complete(exception);
        }

        ValueTask PassOnAsync()
        {
            if (rows.WrittenCount == 0)
                return ValueTask.CompletedTask;
            var block = ArrayPool<byte>.Shared.Rent(rows.WrittenCount);
            rows.WrittenSpan.CopyTo(block);
            var piece = new ChunkPiece(block, rows.WrittenCount, null);
            rows.ResetWrittenCount();
            return pieces.WriteAsync(piece, cancellationToken);
        }
    }
}
