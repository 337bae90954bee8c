namespace PgBackup.Archive;

/// <summary>Reads a stream, which it disposes, in pieces: while one is worked on, the next is on its way.</summary>
internal sealed class ReadAhead(Stream inner) : IAsyncDisposable
{
    private const int BufferSize = 256 * 1024;

    private readonly byte[][] _buffers = [new byte[BufferSize], new byte[BufferSize]];
    private Task<int>? _next;
    private int _turn;

    /// <summary>Gets the next piece, which is valid until the next call; empty at the end.</summary>
    public async ValueTask<ReadOnlyMemory<byte>> ReadAsync(CancellationToken cancellationToken)
    {
        var piece = _buffers[_turn];
        var read = await (_next ?? Begin(cancellationToken)).ConfigureAwait(false);
        _turn = 1 - _turn;
        _next = read == 0 ? Task.FromResult(0) : Begin(cancellationToken);
        return piece.AsMemory(0, read);
    }

    public async ValueTask DisposeAsync()
    {
        // The buffer is in use as long as a read is under way.
        if (_next is not null)
            await ((Task)_next).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await inner.DisposeAsync().ConfigureAwait(false);
    }

    // Streams may well read synchronously.
    private Task<int> Begin(CancellationToken cancellationToken)
    {
        var buffer = _buffers[_turn];
        return Task.Run(() => inner.ReadAsync(buffer, cancellationToken).AsTask(), cancellationToken);
    }
}
