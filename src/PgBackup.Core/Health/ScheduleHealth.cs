namespace PgBackup;

/// <summary>How it stands with the backups of one schedule.</summary>
public sealed record ScheduleHealth
{
    /// <summary>Gets the schedule; null for backups that no schedule made, where there are no schedules.</summary>
    public string? ScheduleId { get; init; }

    /// <summary>Gets how it stands with them.</summary>
    public required BackupHealthStatus Status { get; init; }

    /// <summary>Gets the newest good backup; null where there is none.</summary>
    public string? NewestGoodBackupId { get; init; }

    /// <summary>Gets when that was made.</summary>
    public DateTimeOffset? NewestGoodAt { get; init; }

    /// <summary>Gets when the schedule is due next; null while it is disabled, and where there is none.</summary>
    public DateTimeOffset? NextDueAt { get; init; }

    /// <summary>Gets how many runs have failed since the last success.</summary>
    public int FailedRuns { get; init; }
}
