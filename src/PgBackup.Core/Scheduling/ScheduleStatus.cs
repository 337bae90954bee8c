namespace PgBackup;

/// <summary>A schedule as it stands.</summary>
public sealed record ScheduleStatus
{
    /// <summary>Gets the schedule. Changing this object changes nothing.</summary>
    public required BackupSchedule Schedule { get; init; }

    /// <summary>Gets a value indicating whether it is due at all: as it was given, unless it was enabled or disabled since.</summary>
    public required bool Enabled { get; init; }

    /// <summary>Gets a value indicating whether it was added at run time and is kept in the database, rather than given in code or
    /// configuration.</summary>
    public required bool Stored { get; init; }

    /// <summary>Gets the id of the time zone that its cron expression is read in.</summary>
    public required string TimeZone { get; init; }

    /// <summary>Gets when it is due next; null while it is disabled.</summary>
    public DateTimeOffset? NextDueAt { get; init; }

    /// <summary>Gets what became of the last due time that has come.</summary>
    public ScheduleRun? LastRun { get; init; }
}
