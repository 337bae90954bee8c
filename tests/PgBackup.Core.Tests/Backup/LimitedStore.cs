namespace PgBackup.Tests.Backup;

/// <summary>A store on a disk that is soon full.</summary>
internal sealed class LimitedStore(IBackupStore inner, long space) : IBackupStore
{
    // ENOSPC.
    private const int NoSpaceLeft = 28;

    private long _left = space;

    public string Description => inner.Description;

    public async Task<IBackupStoreWrite> CreateAsync(string name, CancellationToken cancellationToken) =>
        new LimitedWrite(this, await inner.CreateAsync(name, cancellationToken));

    public Task<Stream> OpenReadAsync(string name, long offset, long? length, CancellationToken cancellationToken) =>
        inner.OpenReadAsync(name, offset, length, cancellationToken);

    public IAsyncEnumerable<StoredFile> ListAsync(CancellationToken cancellationToken) => inner.ListAsync(cancellationToken);

    public Task<bool> DeleteAsync(string name, CancellationToken cancellationToken) => inner.DeleteAsync(name, cancellationToken);

    private sealed class LimitedWrite(LimitedStore store, IBackupStoreWrite write) : IBackupStoreWrite
    {
        public Stream Content { get; } = new LimitedStream(store, write.Content);

        public Task CompleteAsync(CancellationToken cancellationToken) => write.CompleteAsync(cancellationToken);

        public ValueTask DisposeAsync() => write.DisposeAsync();
    }

    private sealed class LimitedStream(LimitedStore store, Stream inner) : MemoryStream
    {
        public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
        {
            store._left -= buffer.Length;
            if (store._left < 0)
                throw new IOException("No space left on device", NoSpaceLeft);
            await inner.WriteAsync(buffer, cancellationToken);
        }
    }
}
