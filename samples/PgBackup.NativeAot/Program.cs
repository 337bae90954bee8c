using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using PgBackup;

// A program without a runtime (Native AOT): it backs the database up in each format, restores each backup into a new database, which it
// drops, and runs a schedule. The database is that of PgBackup__ConnectionString; the backups stay in .backups.
var builder = Host.CreateApplicationBuilder(args);
builder.Logging.SetMinimumLevel(LogLevel.Warning);
builder.Services
    .AddPgBackup(builder.Configuration.GetSection("PgBackup"))
    .AddSchedule("nightly", "0 2 * * *", s =>
    {
        s.TimeZone = "UTC";
        s.Options.Format = "csv";
        s.Verification = VerificationLevel.TestRestore;
        s.Retention = new RetentionPolicy { KeepLast = 2 };
    });

using var host = builder.Build();
await host.StartAsync();
var database = host.Services.GetRequiredService<IDatabaseBackup>();
(string, BackupCompression)[] kinds = [("sql", BackupCompression.Gzip), ("sql", BackupCompression.Zstd), ("json", BackupCompression.Gzip)];
foreach (var (format, compression) in kinds)
{
    var backup = await database.CreateBackupAsync(new BackupOptions { Format = format, Compression = compression });
    var report = await database.VerifyBackupAsync(backup.Id, VerificationLevel.TestRestore);
    var verdict = report.IsGood ? "good" : "BAD";
    Console.WriteLine($"{backup.Artifact}: {backup.Rows} rows, {backup.Size} bytes, restored and compared: {verdict}");
    if (!report.IsGood)
        return 1;
}

var run = await host.Services.GetRequiredService<IScheduledBackupService>().RunNowAsync("nightly");
Console.WriteLine($"schedule {run.ScheduleId}: {run.State}, {run.BackupId}");
var health = await host.Services.GetRequiredService<IBackupHealth>().CheckAsync();
Console.WriteLine($"health: {health.Status}");
await host.StopAsync();
return run.State == ScheduleRunState.Succeeded ? 0 : 1;
