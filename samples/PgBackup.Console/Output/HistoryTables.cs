using System.Globalization;
using Spectre.Console.Rendering;

namespace PgBackup.ConsoleHost.Output;

/// <summary>The history and its statistics as tables.</summary>
internal static class HistoryTables
{
    public static IRenderable List(IEnumerable<HistoryRecord> records) => BackupTables.Rows(
        ["STARTED", "OPERATION", "OUTCOME", "TOOK>", "BACKUP", "SIZE>", "ROWS>", "SCHEDULE", "BY"],
        records.Select(r => new[]
        {
            Quantity.Time(r.StartedAt), r.Operation, Outcome(r), Duration(r.Duration), r.BackupId ?? "",
            r.Size is { } size ? Quantity.Bytes(size) : "", r.Rows is { } rows ? Quantity.Number(rows) : "", r.ScheduleId ?? "",
            r.RequestedBy ?? "",
        }));

    public static IRenderable Operations(IEnumerable<OperationStatistics> operations) => BackupTables.Rows(
        ["OPERATION", "TOTAL>", "SUCCEEDED>", "FAILED>", "CANCELLED>", "INTERRUPTED>", "MEDIAN>",
            "95 %>", "LONGEST>", "LAST SUCCESS", "LAST FAILURE"],
        operations.Select(o => new[]
        {
            o.Operation, Quantity.Number(o.Total), Quantity.Number(o.Succeeded), Quantity.Number(o.Failed), Quantity.Number(o.Cancelled),
            Quantity.Number(o.Interrupted), Duration(o.MedianDuration), Duration(o.Percentile95Duration), Duration(o.MaxDuration),
            Time(o.LastSucceededAt), Time(o.LastFailedAt),
        }));

    public static IRenderable Days(IEnumerable<BackupDayStatistics> days) => BackupTables.Rows(
        ["DAY", "BACKUPS>", "FAILED>", "TOTAL SIZE>", "LARGEST>", "MOST ROWS>"],
        days.Select(d => new[]
        {
            d.Day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture), Quantity.Number(d.Succeeded), Quantity.Number(d.Failed),
            Quantity.Bytes(d.TotalSize), Quantity.Bytes(d.LargestSize), Quantity.Number(d.MostRows),
        }));

    public static IRenderable Schedules(IEnumerable<ScheduleStatistics> schedules) => BackupTables.Rows(
        ["SCHEDULE", "SUCCEEDED>", "FAILED>", "SKIPPED>", "MISSED>", "RATE>", "LAST SUCCESS", "LAST FAILURE"],
        schedules.Select(s => new[]
        {
            s.ScheduleId, Quantity.Number(s.Succeeded), Quantity.Number(s.Failed), Quantity.Number(s.Skipped), Quantity.Number(s.Missed),
            s.SuccessRate is { } rate ? string.Create(CultureInfo.InvariantCulture, $"{rate * 100:F1} %") : "", Time(s.LastSucceededAt),
            Time(s.LastFailedAt),
        }));

    private static string Outcome(HistoryRecord record)
    {
        var words = record.Outcome.ToString().ToLowerInvariant();
        if (record.ErrorCode is not null)
            words += $" [{record.ErrorCode}]";
        return record.ErrorMessage is null ? words : $"{words}: {record.ErrorMessage}";
    }

    private static string Duration(TimeSpan? duration) => duration is { } value ? Quantity.Duration(value) : "";

    private static string Time(DateTimeOffset? time) => time is { } value ? Quantity.Time(value) : "";
}
