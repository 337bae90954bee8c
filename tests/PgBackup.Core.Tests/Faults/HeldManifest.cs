using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using PgBackup.Tests.RoundTrip;

namespace PgBackup.Tests.Faults;

/// <summary>A backup that stops between its artifact, which is complete, and its manifest, which is not.</summary>
internal sealed class HeldManifest : IAsyncDisposable
{
    private readonly TaskCompletionSource _held = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _released = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly DatabaseBackup _backups;

    public HeldManifest(IBackupStore store, string connection)
    {
        var options = new PgBackupOptions { ConnectionString = connection, History = HistoryMode.Disabled };
        _backups = new DatabaseBackup(
            Options.Create(options), TestFormats.All, new HoldingStore(store, this), TimeProvider.System,
            NullLogger<DatabaseBackup>.Instance);
        Backup = _backups.CreateBackupAsync(new BackupOptions { SchemaOnly = true }, null, default);
    }

    public Task IsHeld => _held.Task;

    public Task<BackupInfo> Backup { get; }

    public void Release() => _released.TrySetResult();

    public async ValueTask DisposeAsync()
    {
        Release();
        await _backups.DisposeAsync();
    }

    private sealed class HoldingStore(IBackupStore inner, HeldManifest holder) : IBackupStore
    {
        public string Description => inner.Description;

        public async Task<IBackupStoreWrite> CreateAsync(string name, CancellationToken cancellationToken)
        {
            var write = await inner.CreateAsync(name, cancellationToken);
            return name.EndsWith(".manifest.json", StringComparison.Ordinal) ? new HeldWrite(write, holder) : write;
        }

        public Task<Stream> OpenReadAsync(string name, long offset, long? length, CancellationToken cancellationToken) =>
            inner.OpenReadAsync(name, offset, length, cancellationToken);

        public IAsyncEnumerable<StoredFile> ListAsync(CancellationToken cancellationToken) => inner.ListAsync(cancellationToken);

        public Task<bool> DeleteAsync(string name, CancellationToken cancellationToken) => inner.DeleteAsync(name, cancellationToken);
    }

    private sealed class HeldWrite(IBackupStoreWrite write, HeldManifest holder) : IBackupStoreWrite
    {
        public Stream Content => write.Content;

        public async Task CompleteAsync(CancellationToken cancellationToken)
        {
            holder._held.SetResult();
            await holder._released.Task;
            await write.CompleteAsync(cancellationToken);
        }

        public ValueTask DisposeAsync() => write.DisposeAsync();
    }
}
