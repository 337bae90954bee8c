using PgBackup.AspNetCore.Endpoints;
using PgBackup.AspNetCore.Errors;

namespace PgBackup.AspNetCore.Backups;

/// <summary>Lists backups page by page. Ids sort by time, so the last id of a page is where the next one goes on, whatever was made or
/// deleted meanwhile.</summary>
internal static class ListBackups
{
    private const int UsualLimit = 50;
    private const int MostAtOnce = 500;

    public static IReadOnlyList<QueryParameter> Parameters { get; } =
    [
        QueryParameter.Number("limit", $"How many at most, 1 to {MostAtOnce}; {UsualLimit} by default."),
        QueryParameter.Text("after", "The value of next in the page before this one."),
        QueryParameter.Text("schedule", "The id of the schedule that made them."),
        QueryParameter.Text("format", "Their format, such as sql."),
        QueryParameter.Choice<BackupState>("state", "How far they can be trusted."),
        QueryParameter.Choice<BackupOutcome>("outcome", "Whether a verification found them damaged (failed)."),
        QueryParameter.Text("database", "The name of the database."),
        QueryParameter.Text("label", "Their label."),
        QueryParameter.Time("from", "The earliest time of creation."),
        QueryParameter.Time("before", "The time before which they were created."),
    ];

    public static async Task RunAsync(ApiCall call)
    {
        var query = call.Query;
        var limit = query.Integer("limit", 1, MostAtOnce) ?? UsualLimit;
        var (after, state, outcome) =
            (Cursor(query.Text("after")), query.Choice<BackupState>("state"), query.Choice<BackupOutcome>("outcome"));
        var filter = new BackupFilter
        {
            ScheduleId = query.Text("schedule"),
            Format = query.Text("format"),
            Database = query.Text("database"),
            Label = query.Text("label"),
            From = query.Time("from"),
            Before = query.Time("before"),
            // One more than asked for tells whether there is another page.
            Limit = after is null && state is null && outcome is null ? limit + 1 : null,
        };
        var found = await call.Backups.ListBackupsAsync(filter, call.Aborted).ConfigureAwait(false);
        var page = found.Where(IsWanted).Take(limit + 1).ToList();
        var response = new BackupListResponse
        {
            Backups = [.. page.Take(limit).Select(BackupResponse.From)],
            Next = page.Count > limit ? page[limit - 1].Id : null,
        };
        await call.WriteAsync(200, response, ApiJson.Default.BackupListResponse).ConfigureAwait(false);

        bool IsWanted(BackupInfo backup) =>
            (after is null || string.CompareOrdinal(backup.Id, after) < 0)
            && (state is null || backup.State == state)
            && (outcome is null || (backup.State == BackupState.Suspect) == (outcome == BackupOutcome.Failed));
    }

    private static string? Cursor(string? text) => text is null || text.All(c => char.IsAsciiHexDigitLower(c) || c == '-')
        ? text
        : throw ApiException.Invalid("after", "It must be the value of next in a page.");
}
