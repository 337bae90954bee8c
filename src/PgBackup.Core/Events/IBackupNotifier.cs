namespace PgBackup;

/// <summary>Tells somebody of events: by a message, a call, an entry elsewhere. Register it with <c>AddNotifier</c>.</summary>
/// <remarks>A singleton. Each notifier has a queue of its own, and is called for one event after the other, behind the work that the
/// event tells of; a notifier that fails or hangs is logged, and neither fails nor delays a backup. It is not called again for an event
/// that it failed on: to try again is its own business.</remarks>
public interface IBackupNotifier
{
    /// <summary>Gets the name by which logs know it.</summary>
    string Name => GetType().Name;

    /// <summary>Tells of an event.</summary>
    /// <param name="backupEvent">The event.</param>
    /// <param name="cancellationToken">Is cancelled when it takes too long (<see cref="NotifierOptions.Timeout"/>), and when the host
    /// does not wait any longer. The next event waits until the call has ended.</param>
    /// <returns>A task that ends when the event was delivered, and fails when it could not be.</returns>
    Task NotifyAsync(BackupEvent backupEvent, CancellationToken cancellationToken);
}
