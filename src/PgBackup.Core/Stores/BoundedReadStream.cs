using PgBackup.Archive;

namespace PgBackup.Stores;

/// <summary>Reads the next bytes of a stream up to a limit, and disposes it.</summary>
internal sealed class BoundedReadStream(Stream inner, long length) : ForwardStream
{
    private long _position;

    public override bool CanRead => true;

    public override long Length => length;

    public override long Position
    {
        get => _position;
        set => throw new NotSupportedException("The stream cannot seek.");
    }

    public override int Read(Span<byte> buffer)
    {
        var read = inner.Read(buffer[..(int)Math.Min(buffer.Length, length - _position)]);
        _position += read;
        return read;
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        var read = await inner.ReadAsync(buffer[..(int)Math.Min(buffer.Length, length - _position)], cancellationToken)
            .ConfigureAwait(false);
        _position += read;
        return read;
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            inner.Dispose();
        base.Dispose(disposing);
    }
}
