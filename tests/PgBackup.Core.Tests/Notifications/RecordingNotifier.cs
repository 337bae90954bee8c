using System.Collections.Concurrent;

namespace PgBackup.Tests.Notifications;

/// <summary>Remembers what it is told.</summary>
internal sealed class RecordingNotifier : IBackupNotifier
{
    private readonly ConcurrentQueue<BackupEvent> _told = new();

    public IReadOnlyList<BackupEvent> Told => [.. _told];

    public Task NotifyAsync(BackupEvent backupEvent, CancellationToken cancellationToken)
    {
        _told.Enqueue(backupEvent);
        return Task.CompletedTask;
    }
}
