namespace PgBackup;

/// <summary>What happened in a period, counted and measured.</summary>
public sealed record HistoryStatistics
{
    /// <summary>Gets the beginning of the period.</summary>
    public required DateTimeOffset From { get; init; }

    /// <summary>Gets the end of the period, which is not part of it.</summary>
    public required DateTimeOffset Before { get; init; }

    /// <summary>Gets a count for each kind of operation, by name.</summary>
    public required IReadOnlyList<OperationStatistics> Operations { get; init; }

    /// <summary>Gets the backups of each day (UTC) that had any, the oldest first.</summary>
    public required IReadOnlyList<BackupDayStatistics> Days { get; init; }

    /// <summary>Gets the runs of each schedule, by id.</summary>
    public required IReadOnlyList<ScheduleStatistics> Schedules { get; init; }
}
