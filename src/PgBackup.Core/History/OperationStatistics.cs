namespace PgBackup;

/// <summary>The operations of one kind in a period.</summary>
public sealed record OperationStatistics
{
    /// <summary>Gets the kind, for instance <c>backup</c>.</summary>
    public required string Operation { get; init; }

    /// <summary>Gets how many there were.</summary>
    public required long Total { get; init; }

    /// <summary>Gets how many were done.</summary>
    public required long Succeeded { get; init; }

    /// <summary>Gets how many failed.</summary>
    public required long Failed { get; init; }

    /// <summary>Gets how many were cancelled.</summary>
    public required long Cancelled { get; init; }

    /// <summary>Gets how many never told how they ended.</summary>
    public required long Interrupted { get; init; }

    /// <summary>Gets how many are going on.</summary>
    public required long Running { get; init; }

    /// <summary>Gets when the last one that was done ended; null when there was none.</summary>
    public DateTimeOffset? LastSucceededAt { get; init; }

    /// <summary>Gets when the last one that failed ended; null when there was none.</summary>
    public DateTimeOffset? LastFailedAt { get; init; }

    /// <summary>Gets how long half of those that were done took at most.</summary>
    public TimeSpan? MedianDuration { get; init; }

    /// <summary>Gets how long 95 of 100 of those that were done took at most.</summary>
    public TimeSpan? Percentile95Duration { get; init; }

    /// <summary>Gets how long the longest of those that were done took.</summary>
    public TimeSpan? MaxDuration { get; init; }
}
