namespace PgBackup.Tests.Scheduling;

/// <summary>A store that deletes nothing from a certain moment on, or does not even tell what it holds.</summary>
internal sealed class UndeletingStore(IBackupStore inner) : IBackupStore
{
    public bool Fails { get; set; }

    public bool FailsOnlyAtDeleting { get; init; }

    public string Description => inner.Description;

    public Task<IBackupStoreWrite> CreateAsync(string name, CancellationToken cancellationToken) =>
        inner.CreateAsync(name, cancellationToken);

    public Task<Stream> OpenReadAsync(string name, long offset, long? length, CancellationToken cancellationToken) =>
        inner.OpenReadAsync(name, offset, length, cancellationToken);

    public IAsyncEnumerable<StoredFile> ListAsync(CancellationToken cancellationToken) => inner.ListAsync(cancellationToken);

    public Task<bool> DeleteAsync(string name, CancellationToken cancellationToken) => Fails
        ? throw (FailsOnlyAtDeleting ? new IOException("The bucket is locked.") : new InvalidOperationException("The bucket is locked."))
        : inner.DeleteAsync(name, cancellationToken);
}
