namespace PgBackup.Tests.Retention;

/// <summary>A store in which another host does something right before one of the listings.</summary>
internal sealed class MeddledStore(IBackupStore inner, Func<Task> meddle, int atListing) : IBackupStore
{
    private int _listings;

    public string Description => inner.Description;

    public Task<IBackupStoreWrite> CreateAsync(string name, CancellationToken cancellationToken) =>
        inner.CreateAsync(name, cancellationToken);

    public Task<Stream> OpenReadAsync(string name, long offset, long? length, CancellationToken cancellationToken) =>
        inner.OpenReadAsync(name, offset, length, cancellationToken);

    public async IAsyncEnumerable<StoredFile> ListAsync(
        [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        if (++_listings == atListing)
            await meddle();
        await foreach (var file in inner.ListAsync(cancellationToken))
            yield return file;
    }

    public Task<bool> DeleteAsync(string name, CancellationToken cancellationToken) => inner.DeleteAsync(name, cancellationToken);
}
