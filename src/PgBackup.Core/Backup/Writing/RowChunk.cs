using System.Threading.Channels;
using PgBackup.Archive;

namespace PgBackup.Backup;

/// <summary>A part of a table's rows that one worker reads at a time, and the bounded queue through which its segments reach the
/// artifact.</summary>
/// <remarks>The worker that fills the queue waits when it is full; the chunk whose turn it is gets drained at once, so there is always
/// one that moves, whatever the size of a row.</remarks>
internal abstract class RowChunk(BackupTable table, bool isFirst, bool isLast)
{
    private const int QueuedBlocks = 64;

    // There from when the first one of the two asks for it, until the chunk is taken: there may be a hundred thousand chunks.
    private Channel<ChunkPiece>? _pieces;

    private Channel<ChunkPiece> Pieces => LazyInitializer.EnsureInitialized(
        ref _pieces,
        () => Channel.CreateBounded<ChunkPiece>(
            new BoundedChannelOptions(QueuedBlocks) { SingleReader = true, SingleWriter = true, AllowSynchronousContinuations = true }));

    public BackupTable Table { get; } = table;

    /// <summary>Gets how the table's other chunks were compressed; null where there are none.</summary>
    public LevelMemory? Levels { get; init; }

    /// <summary>Gets a value indicating whether the table begins with this chunk.</summary>
    public bool IsFirst { get; } = isFirst;

    /// <summary>Gets a value indicating whether the table ends with this chunk.</summary>
    public bool IsLast { get; } = isLast;

    /// <summary>Adds a piece; waits while the queue is full. Called on the worker's own thread.</summary>
    public void Add(ChunkPiece piece, CancellationToken cancellationToken)
    {
        var pieces = Pieces.Writer;
        while (!pieces.TryWrite(piece))
        {
            // Workers are threads of their own, so waiting here starves nobody.
            if (!pieces.WaitToWriteAsync(cancellationToken).AsTask().GetAwaiter().GetResult())
                throw new OperationCanceledException(cancellationToken);
        }
    }

    /// <summary>Takes the next piece; waits while there is none. Called on the appender's own thread.</summary>
    /// <returns>False when the chunk is complete. What its worker met is thrown.</returns>
    public bool TryTake(out ChunkPiece piece, CancellationToken cancellationToken)
    {
        var pieces = Pieces.Reader;
        while (!pieces.TryRead(out piece))
        {
            if (!pieces.WaitToReadAsync(cancellationToken).AsTask().GetAwaiter().GetResult())
            {
                _pieces = null;
                return false;
            }
        }

        return true;
    }

    /// <summary>Gives back the memory of what nobody takes any more. Called when nobody reads the chunk any more.</summary>
    public void Discard()
    {
        while (_pieces is not null && _pieces.Reader.TryRead(out var piece))
            piece.Return();
    }

    public void Complete(Exception? error = null) => Pieces.Writer.TryComplete(error);
}
