using System.Threading.Channels;

namespace PgBackup.Backup;

/// <summary>A part of a table's rows that one worker reads at a time, and the bounded queue through which its segments reach the
/// artifact.</summary>
/// <remarks>The worker that fills the queue waits when it is full; the chunk whose turn it is gets drained at once, so there is always
/// one that moves, whatever the size of a row.</remarks>
internal abstract class RowChunk(BackupTable table, bool isFirst, bool isLast)
{
    private const int QueuedBlocks = 64;

    private readonly Channel<ChunkPiece> _pieces = Channel.CreateBounded<ChunkPiece>(
        new BoundedChannelOptions(QueuedBlocks) { SingleReader = true, SingleWriter = true });

    public BackupTable Table { get; } = table;

    /// <summary>Gets a value indicating whether the table begins with this chunk.</summary>
    public bool IsFirst { get; } = isFirst;

    /// <summary>Gets a value indicating whether the table ends with this chunk.</summary>
    public bool IsLast { get; } = isLast;

    public ChannelReader<ChunkPiece> Pieces => _pieces.Reader;

    /// <summary>Adds a piece; waits while the queue is full. Called on the worker's own thread.</summary>
    public void Add(ChunkPiece piece, CancellationToken cancellationToken)
    {
        while (!_pieces.Writer.TryWrite(piece))
        {
            // Workers are threads of their own, so waiting here starves nobody.
            if (!_pieces.Writer.WaitToWriteAsync(cancellationToken).AsTask().GetAwaiter().GetResult())
                throw new OperationCanceledException(cancellationToken);
        }
    }

    public void Complete(Exception? error = null) => _pieces.Writer.TryComplete(error);
}
