namespace PgBackup.AspNetCore.Tests.Errors;

/// <summary>A store with a mistake in it.</summary>
internal sealed class BrokenStore : IBackupStore
{
    public string Description => "broken store";

    public Task<IBackupStoreWrite> CreateAsync(string name, CancellationToken cancellationToken) => throw Mistake();

    public Task<Stream> OpenReadAsync(string name, long offset, long? length, CancellationToken cancellationToken) => throw Mistake();

    public IAsyncEnumerable<StoredFile> ListAsync(CancellationToken cancellationToken) => throw Mistake();

    public Task<bool> DeleteAsync(string name, CancellationToken cancellationToken) => throw Mistake();

    private static NotSupportedException Mistake() => new("the secret of the store");
}
