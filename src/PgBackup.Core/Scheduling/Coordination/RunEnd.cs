namespace PgBackup.Scheduling;

/// <summary>How a run ended.</summary>
internal sealed record RunEnd(ScheduleRunState State, string? BackupId, int Attempts, string? ErrorCode, string? ErrorMessage)
{
    /// <summary>Gets the backup, where one was made; <see cref="BackupId"/> is its id.</summary>
    public BackupInfo? Backup { get; init; }
}
