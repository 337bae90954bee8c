namespace PgBackup.AspNetCore.History;

/// <summary>What happened in a period.</summary>
internal sealed record HistoryStatisticsResponse
{
    public required DateTimeOffset From { get; init; }

    public required DateTimeOffset Before { get; init; }

    public required IReadOnlyList<OperationStatisticsResponse> Operations { get; init; }

    /// <summary>Gets the days (UTC) that had backups, the oldest first.</summary>
    public required IReadOnlyList<DayStatisticsResponse> Days { get; init; }

    public required IReadOnlyList<ScheduleStatisticsResponse> Schedules { get; init; }

    public static HistoryStatisticsResponse Of(HistoryStatistics statistics) => new()
    {
        From = statistics.From,
        Before = statistics.Before,
        Operations = [.. statistics.Operations.Select(OperationStatisticsResponse.From)],
        Days = [.. statistics.Days.Select(DayStatisticsResponse.From)],
        Schedules = [.. statistics.Schedules.Select(ScheduleStatisticsResponse.From)],
    };
}
