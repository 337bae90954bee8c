namespace PgBackup;

/// <summary>Tells the host what happens to backups. Registered as a singleton by <c>AddPgBackup()</c>.</summary>
public interface IBackupEvents
{
    /// <summary>Occurs after something happened. Handlers are called one event after the other, behind the work that they tell of, which
    /// waits for none of them; what they throw is logged.</summary>
    event EventHandler<BackupEvent>? Published;

    /// <summary>Gets how each notifier has done so far.</summary>
    IReadOnlyList<NotifierStatus> Notifiers { get; }
}
