using System.Diagnostics.CodeAnalysis;

namespace PgBackup.Tests.DependencyInjection;

/// <summary>A host's own store, as far as registering it goes.</summary>
[SuppressMessage("Performance", "CA1812", Justification = "Made by the container.")]
internal sealed class OwnStore : IBackupStore
{
    public string Description => "own store";

    public Task<IBackupStoreWrite> CreateAsync(string name, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<Stream> OpenReadAsync(string name, long offset, long? length, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    public IAsyncEnumerable<StoredFile> ListAsync(CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<bool> DeleteAsync(string name, CancellationToken cancellationToken) => throw new NotSupportedException();
}
