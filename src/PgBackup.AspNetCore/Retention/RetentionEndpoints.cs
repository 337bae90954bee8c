using PgBackup.AspNetCore.Endpoints;
using PgBackup.AspNetCore.Errors;
using PgBackup.AspNetCore.Schedules;

namespace PgBackup.AspNetCore.Retention;

/// <summary>The endpoint of retention: it only tells, it deletes nothing.</summary>
internal static class RetentionEndpoints
{
    private static readonly QueryParameter[] Rules =
    [
        QueryParameter.Number("keepLast", "How many of the newest are kept."),
        QueryParameter.Number("keepForDays", "For how many days each is kept."),
        QueryParameter.Number("daily", "Of how many days the newest is kept."),
        QueryParameter.Number("weekly", "Of how many weeks the newest is kept."),
        QueryParameter.Number("monthly", "Of how many months the newest is kept."),
        QueryParameter.Number("yearly", "Of how many years the newest is kept."),
        QueryParameter.Number("maxTotalBytes", "How large all may be together."),
        QueryParameter.Flag("requireVerified", "Whether only a verified backup is good enough for older ones to go."),
    ];

    public static IEnumerable<ApiEndpoint> All =>
    [
        new("GET", "/retention/preview", "previewRetention", "Tells what a retention policy would delete and keep, and why.", PreviewAsync)
        {
            Tag = "Retention",
            Query =
            [
                QueryParameter.Text("schedule", "The schedule whose backups it is for; where no rule is given, its own policy."),
                QueryParameter.Text("database", "The database whose backups it is for; the host's by default."),
                QueryParameter.Text("label", "The label of the backups that it is for."),
                .. Rules,
                QueryParameter.Text("timeZone", "Where days begin; the host's by default."),
            ],
            Answers = [new(200, "The decisions.", typeof(RetentionPreviewResponse))],
        },
    ];

    private static async Task PreviewAsync(ApiCall call)
    {
        var query = call.Query;
        var options = new RetentionOptions
        {
            ScheduleId = query.Text("schedule"),
            Database = query.Text("database"),
            Label = query.Text("label"),
        };
        var policy = Rules.Any(r => query.Text(r.Name) is not null)
            ? PolicyOf(query)
            : await PolicyOfScheduleAsync(call).ConfigureAwait(false);
        var plan = await call.Backups.PlanRetentionAsync(policy, options, call.Aborted).ConfigureAwait(false);
        var preview = RetentionPreviewResponse.From(plan, policy);
        await call.WriteAsync(200, preview, ApiJson.Default.RetentionPreviewResponse).ConfigureAwait(false);
    }

    private static RetentionPolicy PolicyOf(QueryValues query)
    {
        var zone = query.Text("timeZone");
        if (zone is not null && !TimeZoneInfo.TryFindSystemTimeZoneById(zone, out _))
            throw ApiException.Invalid("timeZone", "It is not known here; write for instance Europe/Berlin or UTC.");
        return new RetentionPolicy
        {
            KeepLast = Count("keepLast"),
            KeepFor = Count("keepForDays") is { } days ? TimeSpan.FromDays(days) : null,
            Daily = Count("daily"),
            Weekly = Count("weekly"),
            Monthly = Count("monthly"),
            Yearly = Count("yearly"),
            MaxTotalBytes = query.Number("maxTotalBytes", 1, long.MaxValue),
            RequireVerified = query.Flag("requireVerified"),
            TimeZone = zone,
        };

        int? Count(string name) => query.Integer(name, 1, 100_000);
    }

    private static async Task<RetentionPolicy> PolicyOfScheduleAsync(ApiCall call)
    {
        if (call.Query.Text("schedule") is not { } id)
        {
            var rules = string.Join(", ", Rules.Select(r => r.Name));
            throw ApiException.Invalid("keepLast", $"Give a rule ({rules}), or the schedule whose policy it is.");
        }

        var schedule = await ScheduleEndpoints.FindAsync(call, id).ConfigureAwait(false);
        return schedule.Schedule.Retention
            ?? throw ApiException.Invalid("schedule", "The schedule keeps all of its backups; give a rule to try.");
    }
}
