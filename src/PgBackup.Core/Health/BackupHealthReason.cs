namespace PgBackup;

/// <summary>Why backups are not healthy.</summary>
/// <param name="Kind">What is wrong.</param>
/// <param name="Status">How bad it is.</param>
/// <param name="Message">What is wrong, in words.</param>
/// <param name="Advice">What to do about it.</param>
public sealed record BackupHealthReason(BackupHealthReasonKind Kind, BackupHealthStatus Status, string Message, string Advice)
{
    /// <summary>Gets the schedule; null for what is about none.</summary>
    public string? ScheduleId { get; init; }

    /// <summary>Gets the backup; null for what is about none.</summary>
    public string? BackupId { get; init; }

    /// <summary>Gets the object, for instance a table, quoted as in SQL; null for what is about none.</summary>
    public string? ObjectName { get; init; }
}
