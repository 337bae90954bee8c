using System.Buffers;
using PgBackup.Archive;

namespace PgBackup.Backup;

/// <summary>Gathers stored bytes into blocks and queues them for the artifact.</summary>
internal sealed class BlockStream(RowChunk chunk, CancellationToken cancellationToken) : ForwardStream
{
    private const int BlockSize = 256 * 1024;

    private byte[]? _block;
    private int _count;

    public override bool CanWrite => true;

    public override void Write(ReadOnlySpan<byte> buffer)
    {
        while (!buffer.IsEmpty)
        {
            _block ??= ArrayPool<byte>.Shared.Rent(BlockSize);
            var part = buffer[..Math.Min(buffer.Length, BlockSize - _count)];
            part.CopyTo(_block.AsSpan(_count));
            _count += part.Length;
            buffer = buffer[part.Length..];
            if (_count == BlockSize)
                QueueBlock();
        }
    }

    /// <summary>Queues what is left, and the end of the segment.</summary>
    public void EndSegment(EncodedSegment segment, UInt128 rowHash)
    {
        QueueBlock();
        chunk.Add(new ChunkPiece(null, 0, segment, rowHash), cancellationToken);
    }

    private void QueueBlock()
    {
        if (_block is null)
            return;
        chunk.Add(new ChunkPiece(_block, _count, null), cancellationToken);
        _block = null;
        _count = 0;
    }
}
