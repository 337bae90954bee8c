using PgBackup.AspNetCore.Endpoints;
using PgBackup.AspNetCore.Errors;

namespace PgBackup.AspNetCore.History;

/// <summary>The endpoints of the history.</summary>
internal static class HistoryEndpoints
{
    private const string Tag = "History";
    private const int UsualLimit = 100;

    public static IEnumerable<ApiEndpoint> All =>
    [
        new("GET", "/history", "listHistory", "Lists what was done, by whom, and how it ended, the newest first.", ListAsync)
        {
            Tag = Tag,
            Query =
            [
                QueryParameter.Number("limit", $"How many at most, 1 to 1000; {UsualLimit} by default."),
                QueryParameter.Text("after", "The value of next in the page before this one."),
                QueryParameter.Text("operation", "What was done, such as backup or restore."),
                QueryParameter.Choice<OperationOutcome>("outcome", "How it ended."),
                QueryParameter.Text("schedule", "The id of the schedule."),
                QueryParameter.Text("backup", "The id of the backup."),
                QueryParameter.Time("from", "The earliest time of the beginning."),
                QueryParameter.Time("before", "The time before which it began."),
            ],
            Answers = [new(200, "A page of the history.", typeof(HistoryPageResponse))],
        },
        new("GET", "/history/statistics", "getStatistics", "Counts and measures what was done in a period.", GetStatisticsAsync)
        {
            Tag = Tag,
            Query =
            [
                QueryParameter.Time("from", "The beginning of the period; 30 days before its end by default."),
                QueryParameter.Time("before", "The end of the period; now by default."),
            ],
            Answers = [new(200, "The statistics.", typeof(HistoryStatisticsResponse))],
        },
    ];

    private static async Task ListAsync(ApiCall call)
    {
        var query = call.Query;
        call.Fields = RequestFields.Of(("Cursor", "after"));
        var filter = new HistoryFilter
        {
            Limit = query.Integer("limit", 1, 1000) ?? UsualLimit,
            Cursor = query.Text("after"),
            Operation = query.Text("operation"),
            Outcome = query.Choice<OperationOutcome>("outcome"),
            ScheduleId = query.Text("schedule"),
            BackupId = query.Text("backup"),
            From = query.Time("from"),
            Before = query.Time("before"),
        };
        var page = await call.Service<IBackupHistory>().ListAsync(filter, call.Aborted).ConfigureAwait(false);
        var response = new HistoryPageResponse { Records = [.. page.Records.Select(HistoryRecordResponse.From)], Next = page.Next };
        await call.WriteAsync(200, response, ApiJson.Default.HistoryPageResponse).ConfigureAwait(false);
    }

    private static async Task GetStatisticsAsync(ApiCall call)
    {
        var statistics = await call.Service<IBackupHistory>()
            .GetStatisticsAsync(call.Query.Time("from"), call.Query.Time("before"), call.Aborted).ConfigureAwait(false);
        var response = HistoryStatisticsResponse.Of(statistics);
        await call.WriteAsync(200, response, ApiJson.Default.HistoryStatisticsResponse).ConfigureAwait(false);
    }
}
