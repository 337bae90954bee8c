namespace PgBackup.Tests.Notifications;

/// <summary>Events for tests.</summary>
internal static class Happened
{
    public static BackupEvent Event(
        BackupEventKind kind = BackupEventKind.Succeeded, BackupEventSeverity severity = BackupEventSeverity.Information,
        string message = "It happened.") => new() { Kind = kind, Severity = severity, Message = message };
}
