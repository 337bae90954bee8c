using System.Buffers;
using System.IO.Hashing;

namespace PgBackup.Archive;

/// <summary>Hashes and counts what is read from another stream, which it disposes. It asks that stream for large pieces, as each can be a
/// call of the system, whatever its own readers ask for.</summary>
internal sealed class HashingReadStream(Stream inner) : ForwardStream
{
    private const int BufferSize = 256 * 1024;

    private readonly XxHash128 _hash = new();
    private byte[]? _buffer;
    private int _position;
    private int _length;

    public long BytesRead { get; private set; }

    public override bool CanRead => true;

    public string HashText() => Convert.ToHexStringLower(_hash.GetCurrentHash());

    public override int Read(Span<byte> buffer)
    {
        if (_position == _length)
            Account(inner.Read(Empty()));
        return Take(buffer);
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (_position == _length)
            Account(await inner.ReadAsync(Empty(), cancellationToken).ConfigureAwait(false));
        return Take(buffer.Span);
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override async ValueTask DisposeAsync()
    {
        await inner.DisposeAsync().ConfigureAwait(false);
        await base.DisposeAsync().ConfigureAwait(false);
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            inner.Dispose();
            if (_buffer is { } buffer)
                ArrayPool<byte>.Shared.Return(buffer);
            _buffer = null;
            _position = _length = 0;
        }

        base.Dispose(disposing);
    }

    private byte[] Empty()
    {
        _position = _length = 0;
        return _buffer ??= ArrayPool<byte>.Shared.Rent(BufferSize);
    }

    private void Account(int read)
    {
        _length = read;
        _hash.Append(_buffer.AsSpan(0, read));
        BytesRead += read;
    }

    private int Take(Span<byte> buffer)
    {
        var count = Math.Min(buffer.Length, _length - _position);
        _buffer.AsSpan(_position, count).CopyTo(buffer);
        _position += count;
        return count;
    }
}
