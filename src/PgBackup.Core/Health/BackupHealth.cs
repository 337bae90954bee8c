namespace PgBackup;

/// <summary>How it stands with backups, and why.</summary>
public sealed record BackupHealth
{
    /// <summary>Gets the worst of all reasons' statuses.</summary>
    public required BackupHealthStatus Status { get; init; }

    /// <summary>Gets when it was looked.</summary>
    public required DateTimeOffset CheckedAt { get; init; }

    /// <summary>Gets what is wrong, the worst first; empty when nothing is.</summary>
    public required IReadOnlyList<BackupHealthReason> Reasons { get; init; }

    /// <summary>Gets how it stands with each enabled schedule, by id; where there is none, with all backups.</summary>
    public required IReadOnlyList<ScheduleHealth> Schedules { get; init; }

    /// <summary>Gets how much room the store has; null where it cannot tell.</summary>
    /// <value>Bytes.</value>
    public long? FreeBytes { get; init; }
}
