namespace PgBackup.Tests.Restore;

/// <summary>Remembers which ranges of artifacts are read from a store.</summary>
internal sealed class CountingStore(IBackupStore store) : IBackupStore
{
    public List<(long Offset, long Length)> Ranges { get; } = [];

    public string Description => store.Description;

    public Task<IBackupStoreWrite> CreateAsync(string name, CancellationToken cancellationToken) =>
        store.CreateAsync(name, cancellationToken);

    public async Task<Stream> OpenReadAsync(string name, long offset, long? length, CancellationToken cancellationToken)
    {
        var stream = await store.OpenReadAsync(name, offset, length, cancellationToken);
        if (!name.EndsWith(".manifest.json", StringComparison.Ordinal))
        {
            lock (Ranges)
                Ranges.Add((offset, length ?? long.MaxValue));
        }

        return stream;
    }

    public IAsyncEnumerable<StoredFile> ListAsync(CancellationToken cancellationToken) => store.ListAsync(cancellationToken);

    public Task<bool> DeleteAsync(string name, CancellationToken cancellationToken) => store.DeleteAsync(name, cancellationToken);
}
