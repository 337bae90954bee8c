namespace PgBackup;

/// <summary>The runs of one schedule in a period.</summary>
public sealed record ScheduleStatistics
{
    /// <summary>Gets the schedule.</summary>
    public required string ScheduleId { get; init; }

    /// <summary>Gets how many runs succeeded.</summary>
    public required long Succeeded { get; init; }

    /// <summary>Gets how many failed.</summary>
    public required long Failed { get; init; }

    /// <summary>Gets how many were skipped, as an earlier run was going on.</summary>
    public required long Skipped { get; init; }

    /// <summary>Gets how many due times passed while no instance was running, also those for which a later run stood in.</summary>
    public required long Missed { get; init; }

    /// <summary>Gets which part of the runs that ended succeeded, 0 to 1; null when none ended.</summary>
    public double? SuccessRate => Succeeded + Failed == 0 ? null : (double)Succeeded / (Succeeded + Failed);

    /// <summary>Gets when the last one that succeeded ended; null when there was none.</summary>
    public DateTimeOffset? LastSucceededAt { get; init; }

    /// <summary>Gets when the last one that failed ended; null when there was none.</summary>
    public DateTimeOffset? LastFailedAt { get; init; }
}
