using PgBackup.CustomStore;

namespace PgBackup.Tests.Notifications;

/// <summary>A store in memory that gives artifacts back with one bit changed.</summary>
internal sealed class DamagingStore : IBackupStore
{
    private readonly MemoryStore _store = new();

    public string Description => "damaging store";

    public Task<IBackupStoreWrite> CreateAsync(string name, CancellationToken cancellationToken) =>
        _store.CreateAsync(name, cancellationToken);

    public async Task<Stream> OpenReadAsync(string name, long offset, long? length, CancellationToken cancellationToken)
    {
        var stream = await _store.OpenReadAsync(name, offset, length, cancellationToken);
        if (name.EndsWith(".json", StringComparison.Ordinal))
            return stream;
        await using (stream)
        {
            var bytes = new MemoryStream();
            await stream.CopyToAsync(bytes, cancellationToken);
            if (bytes.Length > 0)
                bytes.GetBuffer()[bytes.Length / 2] ^= 1;
            bytes.Position = 0;
            return bytes;
        }
    }

    public IAsyncEnumerable<StoredFile> ListAsync(CancellationToken cancellationToken) => _store.ListAsync(cancellationToken);

    public Task<bool> DeleteAsync(string name, CancellationToken cancellationToken) => _store.DeleteAsync(name, cancellationToken);
}
