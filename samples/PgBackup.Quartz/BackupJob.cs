using Quartz;

namespace PgBackup.QuartzHost;

/// <summary>Has a schedule of PgBackup run when Quartz.NET says so: with its options, retries, verification, retention and
/// history.</summary>
[DisallowConcurrentExecution]
internal sealed class BackupJob(IScheduledBackupService schedules) : IJob
{
    public const string ScheduleId = "ScheduleId";

    public async ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken)
    {
        var run = await schedules.RunNowAsync(context.MergedJobDataMap.GetString(ScheduleId)!, cancellationToken);
        Console.WriteLine($"{run.ScheduleId}: {run.State} {run.BackupId}{run.ErrorMessage}");
        // The schedule has tried as often as it is worth: Quartz.NET only needs to know.
        if (run.State == ScheduleRunState.Failed)
            throw new JobExecutionException(run.ErrorMessage!);
    }
}
