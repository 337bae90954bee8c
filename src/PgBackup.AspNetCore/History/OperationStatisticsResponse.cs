using PgBackup.AspNetCore.Endpoints;

namespace PgBackup.AspNetCore.History;

/// <summary>The operations of one kind in a period.</summary>
internal sealed record OperationStatisticsResponse
{
    public required string Operation { get; init; }

    public required long Total { get; init; }

    public required long Succeeded { get; init; }

    public required long Failed { get; init; }

    public required long Cancelled { get; init; }

    public required long Interrupted { get; init; }

    public required long Running { get; init; }

    public DateTimeOffset? LastSucceededAt { get; init; }

    public DateTimeOffset? LastFailedAt { get; init; }

    public double? MedianSeconds { get; init; }

    public double? Percentile95Seconds { get; init; }

    public double? MaxSeconds { get; init; }

    public static OperationStatisticsResponse From(OperationStatistics statistics) => new()
    {
        Operation = statistics.Operation,
        Total = statistics.Total,
        Succeeded = statistics.Succeeded,
        Failed = statistics.Failed,
        Cancelled = statistics.Cancelled,
        Interrupted = statistics.Interrupted,
        Running = statistics.Running,
        LastSucceededAt = statistics.LastSucceededAt,
        LastFailedAt = statistics.LastFailedAt,
        MedianSeconds = Seconds.Of(statistics.MedianDuration),
        Percentile95Seconds = Seconds.Of(statistics.Percentile95Duration),
        MaxSeconds = Seconds.Of(statistics.MaxDuration),
    };
}
