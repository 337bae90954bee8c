namespace PgBackup.Tests.Scheduling;

/// <summary>A store that deletes nothing from a certain moment on, and says so as stores do, or by an error that none should
/// throw.</summary>
internal sealed class UndeletingStore(IBackupStore inner) : IBackupStore
{
    public bool Fails { get; set; }

    public bool ThrowsAsStoresDo { get; init; }

    public string Description => inner.Description;

    public Task<IBackupStoreWrite> CreateAsync(string name, CancellationToken cancellationToken) =>
        inner.CreateAsync(name, cancellationToken);

    public Task<Stream> OpenReadAsync(string name, long offset, long? length, CancellationToken cancellationToken) =>
        inner.OpenReadAsync(name, offset, length, cancellationToken);

    public IAsyncEnumerable<StoredFile> ListAsync(CancellationToken cancellationToken) => inner.ListAsync(cancellationToken);

    public Task<bool> DeleteAsync(string name, CancellationToken cancellationToken) => Fails
        ? throw (ThrowsAsStoresDo ? new IOException("The bucket is locked.") : new InvalidOperationException("The bucket is locked."))
        : inner.DeleteAsync(name, cancellationToken);
}
