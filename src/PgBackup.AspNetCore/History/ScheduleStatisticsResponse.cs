namespace PgBackup.AspNetCore.History;

/// <summary>The runs of one schedule in a period.</summary>
internal sealed record ScheduleStatisticsResponse
{
    public required string ScheduleId { get; init; }

    public required long Succeeded { get; init; }

    public required long Failed { get; init; }

    public required long Skipped { get; init; }

    public required long Missed { get; init; }

    /// <summary>Gets which part of the runs that ended succeeded, 0 to 1.</summary>
    public double? SuccessRate { get; init; }

    public DateTimeOffset? LastSucceededAt { get; init; }

    public DateTimeOffset? LastFailedAt { get; init; }

    public static ScheduleStatisticsResponse From(ScheduleStatistics statistics) => new()
    {
        ScheduleId = statistics.ScheduleId,
        Succeeded = statistics.Succeeded,
        Failed = statistics.Failed,
        Skipped = statistics.Skipped,
        Missed = statistics.Missed,
        SuccessRate = statistics.SuccessRate,
        LastSucceededAt = statistics.LastSucceededAt,
        LastFailedAt = statistics.LastFailedAt,
    };
}
