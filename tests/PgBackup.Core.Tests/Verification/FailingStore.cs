using PgBackup.CustomStore;

namespace PgBackup.Tests.Verification;

/// <summary>A store in memory that can be made to fail.</summary>
internal sealed class FailingStore : IBackupStore
{
    private readonly MemoryStore _store = new();

    public string Description => "failing store";

    public bool FailsToWrite { get; set; }

    public bool FailsToReadArtifacts { get; set; }

    public bool FailsToDelete { get; set; }

    public Task<IBackupStoreWrite> CreateAsync(string name, CancellationToken cancellationToken) =>
        FailsToWrite ? throw new IOException("There is no room.") : _store.CreateAsync(name, cancellationToken);

    public Task<Stream> OpenReadAsync(string name, long offset, long? length, CancellationToken cancellationToken) =>
        FailsToReadArtifacts && !name.EndsWith(".json", StringComparison.Ordinal)
            ? throw new IOException("There is no reading.")
            : _store.OpenReadAsync(name, offset, length, cancellationToken);

    public IAsyncEnumerable<StoredFile> ListAsync(CancellationToken cancellationToken) => _store.ListAsync(cancellationToken);

    public Task<bool> DeleteAsync(string name, CancellationToken cancellationToken) =>
        FailsToDelete ? throw new IOException("There is no deleting.") : _store.DeleteAsync(name, cancellationToken);

    public Task CleanUpAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
