using Microsoft.Extensions.Hosting;

namespace PgBackup.Scheduling;

/// <summary>Runs the schedules as long as the host runs.</summary>
internal sealed class SchedulerHost(IScheduledBackupService schedules) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        // The host's start waits for nothing.
        await Task.Yield();
        await schedules.RunAsync(stoppingToken).ConfigureAwait(false);
    }
}
