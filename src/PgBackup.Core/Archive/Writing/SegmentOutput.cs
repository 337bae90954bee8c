using System.Buffers;
using System.IO.Hashing;

namespace PgBackup.Archive;

/// <summary>The plain bytes of one segment on their way into the codec: a buffer that is compressed whenever it is full.</summary>
/// <param name="compressor">Compresses.</param>
/// <param name="crc32">Sums up the plain bytes; null where nobody asks for it.</param>
internal sealed class SegmentOutput(Stream compressor, Crc32? crc32) : IBufferWriter<byte>, IDisposable
{
    private const int FlushThreshold = 64 * 1024;

    private byte[] _buffer = ArrayPool<byte>.Shared.Rent(2 * FlushThreshold);
    private int _count;
    private long _flushed;

    /// <summary>Gets how many plain bytes were written.</summary>
    public long Length => _flushed + _count;

    public void Advance(int count)
    {
        _count += count;
        if (_count >= FlushThreshold)
            Flush();
    }

    public Memory<byte> GetMemory(int sizeHint = 0)
    {
        Ensure(sizeHint);
        return _buffer.AsMemory(_count);
    }

    public Span<byte> GetSpan(int sizeHint = 0)
    {
        Ensure(sizeHint);
        return _buffer.AsSpan(_count);
    }

    /// <summary>Passes what is buffered to the codec.</summary>
    public void Flush()
    {
        crc32?.Append(_buffer.AsSpan(0, _count));
        compressor.Write(_buffer, 0, _count);
        _flushed += _count;
        _count = 0;
    }

    public void Dispose()
    {
        ArrayPool<byte>.Shared.Return(_buffer);
        _buffer = [];
    }

    private void Ensure(int sizeHint)
    {
        if (_buffer.Length - _count >= Math.Max(sizeHint, 1))
            return;
        Flush();
        if (_buffer.Length >= sizeHint)
            return;
        ArrayPool<byte>.Shared.Return(_buffer);
        _buffer = ArrayPool<byte>.Shared.Rent(sizeHint);
    }
}
