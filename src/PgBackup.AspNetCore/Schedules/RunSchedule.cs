using PgBackup.AspNetCore.Endpoints;
using PgBackup.AspNetCore.Operations;

namespace PgBackup.AspNetCore.Schedules;

/// <summary>Runs a schedule now. A run that fails is an answer, not a problem.</summary>
internal static class RunSchedule
{
    public static async Task RunAsync(ApiCall call)
    {
        var id = (await ScheduleEndpoints.FindAsync(call, call.Id).ConfigureAwait(false)).Schedule.Id;
        var schedules = call.Service<IScheduledBackupService>();
        var operation = call.Service<OperationRegistry>().Start(
            new OperationRequest(OperationKind.ScheduleRun, call.User) { ScheduleId = id },
            async operation =>
            {
                var run = await schedules.RunNowAsync(id, operation.Cancellation).ConfigureAwait(false);
                // To the schedule a run that was cancelled is one that failed.
                operation.Cancellation.ThrowIfCancellationRequested();
                return new OperationResult { Run = ScheduleRunResponse.From(run) };
            });
        await OperationAnswers.AnswerAsync(
            call, operation, result => call.WriteAsync(200, result.Run!, ApiJson.Default.ScheduleRunResponse)).ConfigureAwait(false);
    }
}
