namespace PgBackup;

/// <summary>Something that happened to backups, for people and programs to be told of. Holds no secrets and no row data.</summary>
public sealed record BackupEvent
{
    /// <summary>Gets the event's own id: a UUID of version 7, which sorts by time. Whoever gets an event twice knows it by this.</summary>
    public Guid Id { get; init; }

    /// <summary>Gets what happened.</summary>
    public required BackupEventKind Kind { get; init; }

    /// <summary>Gets how much it matters.</summary>
    public required BackupEventSeverity Severity { get; init; }

    /// <summary>Gets when it happened, by the clock of the application.</summary>
    public DateTimeOffset OccurredAt { get; init; }

    /// <summary>Gets what happened, in words.</summary>
    public required string Message { get; init; }

    /// <summary>Gets what to do about it; null where nothing is to be done.</summary>
    public string? Advice { get; init; }

    /// <summary>Gets the database; null where it is not known.</summary>
    public string? Database { get; init; }

    /// <summary>Gets the backup; null where there is none.</summary>
    public string? BackupId { get; init; }

    /// <summary>Gets the schedule; null for what was asked for otherwise.</summary>
    public string? ScheduleId { get; init; }

    /// <summary>Gets the name that the schedule has for people.</summary>
    public string? ScheduleName { get; init; }

    /// <summary>Gets when the schedule was due.</summary>
    public DateTimeOffset? DueAt { get; init; }

    /// <summary>Gets the instance of the application, as it names itself for schedules.</summary>
    public string? Instance { get; init; }

    /// <summary>Gets the stable code of the error, one of <see cref="PgBackupErrorCodes"/>.</summary>
    public string? ErrorCode { get; init; }

    /// <summary>Gets how long it took.</summary>
    public TimeSpan? Duration { get; init; }

    /// <summary>Gets the size of the backup's artifact; of a retention, what was freed.</summary>
    /// <value>Bytes.</value>
    public long? Size { get; init; }

    /// <summary>Gets how many rows were backed up or restored.</summary>
    public long? Rows { get; init; }

    /// <summary>Gets how often the backup was tried.</summary>
    public int? Attempts { get; init; }

    /// <summary>Gets how many runs of the schedule had failed in a row before this one.</summary>
    public int? FailedRuns { get; init; }

    /// <summary>Gets when the first of those was due.</summary>
    public DateTimeOffset? FailingSince { get; init; }

    /// <summary>Gets how many due times were missed.</summary>
    public int? MissedRuns { get; init; }

    /// <summary>Gets what else is to be known: what was left out, what is wrong with a backup, why it is unhealthy.</summary>
    public IReadOnlyList<string> Warnings { get; init => field = value ?? []; } = [];
}
