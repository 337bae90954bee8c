using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using PgBackup;
using PgBackup.Playground.Servers;
using PgBackup.QuartzHost;
using Quartz;

// A host whose scheduler is Quartz.NET. It makes one backup at once, on a throw-away server, and ends.
await using var server = await ThrowawayServer.StartAsync();
var store = Directory.CreateTempSubdirectory("pgbackup-quartz-");
try
{
    var builder = Host.CreateApplicationBuilder();
    builder.Logging.SetMinimumLevel(LogLevel.Warning);
    builder.Services
        .AddPgBackup(o => (o.ConnectionString, o.Directory) = (server.ConnectionString, store.FullName))
        .AddSchedule("nightly", "0 2 * * *", s =>
        {
            s.Enabled = false; // never due by itself: Quartz.NET decides
            s.Retention = new RetentionPolicy { KeepLast = 14 };
        });
    builder.Services.AddQuartz(q => q
        .AddJob<BackupJob>(job => job.WithIdentity("nightly").UsingJobData(BackupJob.ScheduleId, "nightly"))
        .AddTrigger(t => t.ForJob("nightly").WithCronSchedule("0 0 2 * * ?"))
        .AddTrigger(t => t.ForJob("nightly").StartNow()));
    builder.Services.AddQuartzHostedService(o => o.WaitForJobsToComplete = true);

    using var host = builder.Build();
    await host.StartAsync();
    var schedules = host.Services.GetRequiredService<IScheduledBackupService>();
    var deadline = DateTime.UtcNow.AddMinutes(1);
    while ((await schedules.ListAsync()).Single().LastRun?.FinishedAt is null && DateTime.UtcNow < deadline)
        await Task.Delay(100);
    await host.StopAsync();
    return (await schedules.ListAsync()).Single().LastRun?.State == ScheduleRunState.Succeeded ? 0 : 1;
}
finally
{
    store.Delete(recursive: true);
}
