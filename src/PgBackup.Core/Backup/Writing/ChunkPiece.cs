using System.Buffers;
using PgBackup.Archive;

namespace PgBackup.Backup;

/// <summary>Stored bytes of a segment, or, with <see cref="Segment"/>, the end of one, and the sum of its rows' hashes.</summary>
internal readonly record struct ChunkPiece(byte[]? Block, int Length, EncodedSegment? Segment, UInt128 RowHash = default)
{
    public ReadOnlyMemory<byte> Bytes => Block.AsMemory(0, Length);

    /// <summary>Gives the block back to the pool.</summary>
    public void Return()
    {
        if (Block is not null)
            ArrayPool<byte>.Shared.Return(Block);
    }
}
