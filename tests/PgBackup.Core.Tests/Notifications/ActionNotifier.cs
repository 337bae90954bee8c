namespace PgBackup.Tests.Notifications;

/// <summary>Does what a test wants.</summary>
internal sealed class ActionNotifier(string name, Func<BackupEvent, CancellationToken, Task> action) : IBackupNotifier
{
    public string Name => name;

    public Task NotifyAsync(BackupEvent backupEvent, CancellationToken cancellationToken) => action(backupEvent, cancellationToken);
}
