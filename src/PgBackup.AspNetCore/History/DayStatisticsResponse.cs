namespace PgBackup.AspNetCore.History;

/// <summary>The backups of one day.</summary>
internal sealed record DayStatisticsResponse
{
    public required DateOnly Day { get; init; }

    public required long Succeeded { get; init; }

    public required long Failed { get; init; }

    public required long TotalSize { get; init; }

    public required long LargestSize { get; init; }

    public required long MostRows { get; init; }

    public static DayStatisticsResponse From(BackupDayStatistics statistics) => new()
    {
        Day = statistics.Day,
        Succeeded = statistics.Succeeded,
        Failed = statistics.Failed,
        TotalSize = statistics.TotalSize,
        LargestSize = statistics.LargestSize,
        MostRows = statistics.MostRows,
    };
}
