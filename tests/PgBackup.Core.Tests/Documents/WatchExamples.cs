using Microsoft.Extensions.DependencyInjection;

namespace PgBackup.Tests.Documents;

/// <summary>The C# examples of <c>docs/watch.md</c> and <c>docs/history.md</c>, so that they compile.</summary>
internal static class WatchExamples
{
    public static void Register(IServiceCollection services, string connectionString)
    {
        services.AddPgBackup(o => o.ConnectionString = connectionString)
            .AddSchedule("nightly", "0 2 * * *", s => s.Verification = VerificationLevel.Structure);
        services.AddHealthChecks().AddPgBackup(tags: ["backup"]);
        services.AddOpenTelemetry()
            .WithMetrics(m => m.AddMeter(PgBackupTelemetry.MeterName))
            .WithTracing(t => t.AddSource(PgBackupTelemetry.ActivitySourceName));
    }

    public static async Task CheckAsync(IBackupHealth backupHealth)
    {
        BackupHealth health = await backupHealth.CheckAsync();
        foreach (var reason in health.Reasons)
            Console.WriteLine($"{reason.Status}: {reason.Message} {reason.Advice}");
    }

    public static async Task ReadAsync(IBackupHistory history)
    {
        var filter = new HistoryFilter { Operation = "backup", Outcome = OperationOutcome.Failed, Limit = 50 };
        do
        {
            var page = await history.ListAsync(filter);
            foreach (var record in page.Records)
                Console.WriteLine($"{record.StartedAt} {record.ScheduleId} {record.RequestedBy} {record.ErrorCode}: {record.ErrorMessage}");
            filter.Cursor = page.Next;
        }
        while (filter.Cursor is not null);

        HistoryStatistics month = await history.GetStatisticsAsync();
        foreach (var schedule in month.Schedules)
            Console.WriteLine($"{schedule.ScheduleId}: {schedule.SuccessRate:P1}, last good {schedule.LastSucceededAt}");
    }

    public static async Task AskAsync(IDatabaseBackup backup, string userName)
    {
        using (PgBackupCaller.Use(userName))
            await backup.CreateBackupAsync();
    }
}
