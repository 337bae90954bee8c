using Hangfire;
using Hangfire.PostgreSql;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using PgBackup;
using PgBackup.HangfireHost;
using PgBackup.Playground.Servers;

// A host whose scheduler is Hangfire, with its jobs in the same PostgreSQL server. It makes one backup at once, on a throw-away
// server, and ends.
await using var server = await ThrowawayServer.StartAsync();
var store = Directory.CreateTempSubdirectory("pgbackup-hangfire-");
try
{
    var jobs = await server.CreateDatabaseAsync();
    var builder = Host.CreateApplicationBuilder();
    builder.Logging.SetMinimumLevel(LogLevel.Warning);
    builder.Services
        .AddPgBackup(o => (o.ConnectionString, o.Directory) = (server.ConnectionString, store.FullName))
        .AddSchedule("nightly", "0 2 * * *", s =>
        {
            s.Enabled = false; // never due by itself: Hangfire decides
            s.Retention = new RetentionPolicy { KeepLast = 14 };
        });
    builder.Services.AddHangfire(c => c.UsePostgreSqlStorage(s => s.UseNpgsqlConnection(jobs)));
    builder.Services.AddHangfireServer(o => o.SchedulePollingInterval = TimeSpan.FromSeconds(1));

    using var host = builder.Build();
    await host.StartAsync();
    var recurring = host.Services.GetRequiredService<IRecurringJobManager>();
    recurring.AddOrUpdate<BackupJob>("nightly", job => job.RunAsync("nightly", CancellationToken.None), "0 2 * * *");
    recurring.Trigger("nightly");

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
