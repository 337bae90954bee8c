using PgBackup.AspNetCore.Endpoints;
using PgBackup.AspNetCore.Operations;

namespace PgBackup.AspNetCore.Schedules;

/// <summary>The endpoints of schedules.</summary>
internal static class ScheduleEndpoints
{
    private const string Tag = "Schedules";
    private const int UsualUpcoming = 10;
    private const int UsualRuns = 50;

    public static IEnumerable<ApiEndpoint> All =>
    [
        new("GET", "/schedules", "listSchedules", "Lists the schedules, with when they are due next and their last run.", ListAsync)
        {
            Tag = Tag,
            Answers = [new(200, "The schedules.", typeof(ScheduleListResponse))],
        },
        new("GET", "/schedules/{id}", "getSchedule", "Shows one schedule.", GetAsync)
        {
            Tag = Tag,
            Answers = [new(200, "The schedule.", typeof(ScheduleResponse))],
        },
        new("POST", "/schedules/{id}/run", "runSchedule", "Runs a schedule now, also a disabled one.", RunSchedule.RunAsync)
        {
            Tag = Tag,
            Answers =
            [
                new(200, "What became of the run; its state may be failed.", typeof(ScheduleRunResponse)),
                new(202, "It is running (Prefer: respond-async).", typeof(OperationResponse)),
            ],
        },
        new("POST", "/schedules/{id}/enable", "enableSchedule", "Makes a schedule due again.", EnableAsync)
        {
            Tag = Tag,
            Answers = [new(200, "The schedule.", typeof(ScheduleResponse))],
        },
        new("POST", "/schedules/{id}/disable", "disableSchedule", "Keeps a schedule from being due.", DisableAsync)
        {
            Tag = Tag,
            Answers = [new(200, "The schedule.", typeof(ScheduleResponse))],
        },
        new("GET", "/schedules/{id}/upcoming", "listUpcoming", "Lists the due times to come of a schedule.", ListUpcomingAsync)
        {
            Tag = Tag,
            Query = [QueryParameter.Number("count", $"How many, 1 to 1000; {UsualUpcoming} by default.")],
            Answers = [new(200, "The due times.", typeof(UpcomingResponse))],
        },
        new("GET", "/schedules/{id}/runs", "listRuns", "Lists the runs of a schedule, the newest first.", ListRunsAsync)
        {
            Tag = Tag,
            Query = [QueryParameter.Number("limit", $"How many at most, 1 to 1000; {UsualRuns} by default.")],
            Answers = [new(200, "The runs.", typeof(ScheduleRunListResponse))],
        },
    ];

    /// <exception cref="PgBackupException"><c>schedule_not_found</c>.</exception>
    public static async Task<ScheduleStatus> FindAsync(ApiCall call, string id) =>
        (await call.Service<IScheduledBackupService>().ListAsync(call.Aborted).ConfigureAwait(false))
            .FirstOrDefault(s => s.Schedule.Id == id)
        ?? throw new PgBackupException(
            PgBackupErrorCodes.ScheduleNotFound, "There is no schedule of that id. The list of schedules shows those that exist.");

    private static async Task ListAsync(ApiCall call)
    {
        var schedules = await call.Service<IScheduledBackupService>().ListAsync(call.Aborted).ConfigureAwait(false);
        var response = new ScheduleListResponse { Schedules = [.. schedules.Select(ScheduleResponse.From)] };
        await call.WriteAsync(200, response, ApiJson.Default.ScheduleListResponse).ConfigureAwait(false);
    }

    private static async Task GetAsync(ApiCall call)
    {
        var schedule = await FindAsync(call, call.Id).ConfigureAwait(false);
        await call.WriteAsync(200, ScheduleResponse.From(schedule), ApiJson.Default.ScheduleResponse).ConfigureAwait(false);
    }

    private static async Task EnableAsync(ApiCall call)
    {
        var schedule = await FindAsync(call, call.Id).ConfigureAwait(false);
        await call.Service<IScheduledBackupService>().EnableAsync(schedule.Schedule.Id, CancellationToken.None).ConfigureAwait(false);
        await GetAsync(call).ConfigureAwait(false);
    }

    private static async Task DisableAsync(ApiCall call)
    {
        var schedule = await FindAsync(call, call.Id).ConfigureAwait(false);
        await call.Service<IScheduledBackupService>().DisableAsync(schedule.Schedule.Id, CancellationToken.None).ConfigureAwait(false);
        await GetAsync(call).ConfigureAwait(false);
    }

    private static async Task ListUpcomingAsync(ApiCall call)
    {
        var count = call.Query.Integer("count", 1, 1000) ?? UsualUpcoming;
        var schedule = await FindAsync(call, call.Id).ConfigureAwait(false);
        var times = await call.Service<IScheduledBackupService>()
            .ListUpcomingAsync(schedule.Schedule.Id, count, call.Aborted).ConfigureAwait(false);
        var response = new UpcomingResponse { ScheduleId = schedule.Schedule.Id, DueAt = times };
        await call.WriteAsync(200, response, ApiJson.Default.UpcomingResponse).ConfigureAwait(false);
    }

    private static async Task ListRunsAsync(ApiCall call)
    {
        var limit = call.Query.Integer("limit", 1, 1000) ?? UsualRuns;
        var schedule = await FindAsync(call, call.Id).ConfigureAwait(false);
        var runs = await call.Service<IScheduledBackupService>()
            .ListRunsAsync(schedule.Schedule.Id, limit, call.Aborted).ConfigureAwait(false);
        var response = new ScheduleRunListResponse { Runs = [.. runs.Select(ScheduleRunResponse.From)] };
        await call.WriteAsync(200, response, ApiJson.Default.ScheduleRunListResponse).ConfigureAwait(false);
    }
}
