namespace PgBackup;

/// <summary>What became of one due time of a schedule.</summary>
public sealed record ScheduleRun
{
    /// <summary>Gets the schedule's id.</summary>
    public required string ScheduleId { get; init; }

    /// <summary>Gets when the run was due; for a manual one, when it was asked for, by the server's clock.</summary>
    public required DateTimeOffset DueAt { get; init; }

    /// <summary>Gets how far it has come.</summary>
    public required ScheduleRunState State { get; init; }

    /// <summary>Gets a value indicating whether somebody asked for it.</summary>
    public bool Manual { get; init; }

    /// <summary>Gets how many earlier due times, at which no instance was running, this one stands for.</summary>
    public int MissedRuns { get; init; }

    /// <summary>Gets the instance that runs it, or ran it last.</summary>
    public string? Instance { get; init; }

    /// <summary>Gets how many instances had it, one after the other: more than one when some died or were shut down.</summary>
    public int Claims { get; init; }

    /// <summary>Gets how often the instance that ended it tried the backup.</summary>
    public int Attempts { get; init; }

    /// <summary>Gets when the instance took it.</summary>
    public DateTimeOffset? StartedAt { get; init; }

    /// <summary>Gets when it ended.</summary>
    public DateTimeOffset? FinishedAt { get; init; }

    /// <summary>Gets the backup.</summary>
    public string? BackupId { get; init; }

    /// <summary>Gets the stable code of the error, one of <see cref="PgBackupErrorCodes"/>.</summary>
    public string? ErrorCode { get; init; }

    /// <summary>Gets what went wrong.</summary>
    public string? ErrorMessage { get; init; }
}
