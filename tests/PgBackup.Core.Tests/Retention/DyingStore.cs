using PgBackup.Soak.Faults;

namespace PgBackup.Tests.Retention;

/// <summary>A store that from one call on does nothing any more, as if the process had been killed there.</summary>
internal sealed class DyingStore(IBackupStore inner, int lastCall) : IBackupStore
{
    private readonly FaultStore _inner = new(inner);

    public bool RefusesWrites { get; init; }

    public string Description => _inner.Description;

    public Task<IBackupStoreWrite> CreateAsync(string name, CancellationToken cancellationToken)
    {
        Live();
        return RefusesWrites
            ? throw new UnauthorizedAccessException("The store is read-only.")
            : _inner.CreateAsync(name, cancellationToken);
    }

    public Task<Stream> OpenReadAsync(string name, long offset, long? length, CancellationToken cancellationToken)
    {
        Live();
        return _inner.OpenReadAsync(name, offset, length, cancellationToken);
    }

    public IAsyncEnumerable<StoredFile> ListAsync(CancellationToken cancellationToken)
    {
        Live();
        return _inner.ListAsync(cancellationToken);
    }

    public Task<bool> DeleteAsync(string name, CancellationToken cancellationToken)
    {
        Live();
        return _inner.DeleteAsync(name, cancellationToken);
    }

    public Task CleanUpAsync(CancellationToken cancellationToken)
    {
        Live();
        return _inner.CleanUpAsync(cancellationToken);
    }

    // One that was called is counted with all reads of its streams.
    private void Live()
    {
        if (_inner.Calls + 1 >= lastCall)
            throw new IOException("The storage is gone.");
    }
}
