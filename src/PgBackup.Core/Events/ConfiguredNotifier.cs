namespace PgBackup.Events;

/// <summary>A notifier with options.</summary>
internal sealed class ConfiguredNotifier(IBackupNotifier notifier, NotifierOptions options, bool ownsNotifier)
    : IBackupNotifier, IAsyncDisposable, IDisposable
{
    public string Name => notifier.Name;

    public NotifierOptions Options => options;

    public Task NotifyAsync(BackupEvent backupEvent, CancellationToken cancellationToken) =>
        notifier.NotifyAsync(backupEvent, cancellationToken);

    public async ValueTask DisposeAsync()
    {
        if (ownsNotifier && notifier is IAsyncDisposable disposable)
            await disposable.DisposeAsync().ConfigureAwait(false);
        else
            Dispose();
    }

    public void Dispose()
    {
        if (ownsNotifier)
            (notifier as IDisposable)?.Dispose();
    }
}
