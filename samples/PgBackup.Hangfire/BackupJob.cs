using Hangfire;

namespace PgBackup.HangfireHost;

/// <summary>Has a schedule of PgBackup run when Hangfire says so: with its options, retries, verification, retention and history.</summary>
public sealed class BackupJob(IScheduledBackupService schedules)
{
    // The schedule tries again by itself, and a second run beside a first one is skipped.
    [AutomaticRetry(Attempts = 0)]
    public async Task RunAsync(string scheduleId, CancellationToken cancellationToken)
    {
        var run = await schedules.RunNowAsync(scheduleId, cancellationToken);
        Console.WriteLine($"{run.ScheduleId}: {run.State} {run.BackupId}{run.ErrorMessage}");
        if (run.State == ScheduleRunState.Failed)
            throw new InvalidOperationException(run.ErrorMessage);
    }
}
