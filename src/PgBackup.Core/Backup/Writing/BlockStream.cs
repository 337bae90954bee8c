using System.Buffers;
using PgBackup.Archive;

namespace PgBackup.Backup;

/// <summary>Gathers stored bytes into blocks and queues them for the artifact.</summary>
internal sealed class BlockStream(RowChunk chunk, CancellationToken cancellationToken) : Stream
{
    private const int BlockSize = 256 * 1024;

    private byte[]? _block;
    private int _count;

    public override bool CanRead => false;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => throw new NotSupportedException("The stream cannot seek.");

    public override long Position
    {
        get => throw new NotSupportedException("The stream cannot seek.");
        set => throw new NotSupportedException("The stream cannot seek.");
    }

    public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

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

    public override void Flush()
    {
        // Blocks leave when they are full.
    }

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException("The stream is for writing.");

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException("The stream cannot seek.");

    public override void SetLength(long value) => throw new NotSupportedException("The stream cannot seek.");

    private void QueueBlock()
    {
        if (_block is null)
            return;
        chunk.Add(new ChunkPiece(_block, _count, null), cancellationToken);
        _block = null;
        _count = 0;
    }
}
