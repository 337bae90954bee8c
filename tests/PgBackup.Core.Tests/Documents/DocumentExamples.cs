using Microsoft.Extensions.DependencyInjection;
using PgBackup.CustomFormat;
using PgBackup.CustomStore;
using PgBackup.Testing;

namespace PgBackup.Tests.Documents;

/// <summary>The C# examples of the pages in <c>docs</c>, so that they compile; <see cref="ReadmeTests"/> holds them against each
/// other.</summary>
internal static class DocumentExamples
{
    public static void Register(IServiceCollection services, string connectionString)
    {
        services.AddPgBackup(o => o.ConnectionString = connectionString)
            .AddFormat<NdjsonFormat>()
            .UseStore<MemoryStore>();
    }

    public static void Schedule(IServiceCollection services, string connectionString)
    {
        services.AddPgBackup(o => o.ConnectionString = connectionString)
            .AddSchedule("daily-backup", "0 2 * * *", s =>
            {
                s.Name = "Daily Full Backup";
                s.TimeZone = "Europe/Berlin";
                s.Options.Compression = BackupCompression.Zstd;
                s.Verification = VerificationLevel.Structure;
                s.Retention = new RetentionPolicy { KeepLast = 14 };
            });
    }

    public static async Task LookAtSchedulesAsync(IScheduledBackupService schedules)
    {
        foreach (var s in await schedules.ListAsync())
            Console.WriteLine($"{s.Schedule.Id}: next {s.NextDueAt}, last {s.LastRun?.State} {s.LastRun?.ErrorMessage}");

        await schedules.DisableAsync("daily-backup"); // for all instances, and beyond restarts
        await schedules.RunNowAsync("daily-backup");  // also a disabled one
    }

    public static async Task RunSchedulesAsync(IScheduledBackupService schedules, CancellationToken stoppingToken)
    {
        await schedules.RunAsync(stoppingToken);    // until stopped; or, now and then:
        await schedules.RunDueAsync(stoppingToken); // what is due now, to its end
    }

    public static async Task TryAsync()
    {
        (await new BackupStoreConformance(new MemoryStore()).RunAsync()).ThrowIfBad();
        new BackupFormatConformance(new NdjsonFormat()).Run().ThrowIfBad();
    }

    public static async Task<BackupInfo> ConvertAsync(IDatabaseBackup database, BackupInfo backup)
    {
        BackupInfo csv = await database.ConvertAsync(backup.Id, new ConvertOptions { Format = "csv" });
        return csv;
    }

    public static async Task BackUpSomeRowsAsync(IDatabaseBackup database)
    {
        await database.CreateBackupAsync(new BackupOptions
        {
            Where =
            {
                ["shop.orders"] = "created_at >= '2026-01-01' AND customer IN (SELECT id FROM shop.customer WHERE region = 'EU')",
                ["shop.log"] = "level <> 'debug'",        // holds for all partitions
            },
        });
    }

    public static async Task RestoreUnderOtherRolesAsync(IDatabaseBackup backup, string id)
    {
        await backup.RestoreBackupAsync(id, new RestoreOptions
        {
            RoleMapping = { ["app"] = "app_staging", ["app_reader"] = "staging_reader" },
            Owners = RestoreOwnership.Require,
        });
    }

    public static async Task RestoreIntoTablesAsync(IDatabaseBackup database, BackupInfo backup)
    {
        await database.RestoreBackupAsync(backup.Id, new RestoreOptions
        {
            Tables = { "shop.customer", "shop.order*" },
            DropExisting = true,
            Dependents = DependentsAction.Recreate,
        });
        await database.RestoreBackupAsync(backup.Id, new RestoreOptions
        {
            Tables = { "shop.price" },
            ExistingRows = ExistingRowsAction.Replace,
        });
        await database.RestoreBackupAsync(backup.Id, new RestoreOptions
        {
            Tables = { "shop.customer" },
            ExistingRows = ExistingRowsAction.Merge,
        });
    }

    public static async Task<object> RestoreWithoutProofAsync(IDatabaseBackup database, BackupInfo backup)
    {
        RestoreResult result = await database.RestoreBackupAsync(backup.Id, new RestoreOptions
        {
            Tables = { "shop.order_line" },
            SkipConstraints = true,
        });
        var broken = await database.ValidateConstraintsAsync(result.UnvalidatedConstraints);
        return broken;
    }

    public static async Task VerifyAsync(IDatabaseBackup database, BackupInfo backup)
    {
        VerificationReport report = await database.VerifyBackupAsync(backup.Id, VerificationLevel.TestRestore);
        if (!report.IsGood)
            throw new InvalidOperationException(string.Join(Environment.NewLine, report.Problems));
    }

    public static async Task SelfTestAsync(IDatabaseBackup database)
    {
        SelfTestReport report = await database.SelfTestAsync();
        foreach (SelfTestStep step in report.Steps)
            Console.WriteLine($"{step.Outcome,-7} {step.Name}: {step.Message}");
    }

    public static async Task KeepSomeAsync(IDatabaseBackup database)
    {
        var policy = new RetentionPolicy { KeepLast = 3, Daily = 7, Weekly = 4, Monthly = 12, Yearly = 5 };

        RetentionPlan plan = await database.PlanRetentionAsync(policy); // changes nothing
        foreach (RetentionDecision decision in plan.Decisions)
            Console.WriteLine($"{(decision.Keep ? "keep" : "delete")} {decision.Backup.Id}: {string.Join(", ", decision.Reasons)}");

        RetentionResult result = await database.ApplyRetentionAsync(policy);
        GC.KeepAlive(result);
    }

    public static async Task ExamineAsync(IDatabaseBackup database)
    {
        DoctorReport report = await database.ExamineAsync();
        foreach (var finding in report.Findings)
            Console.WriteLine($"{finding.Severity} {finding.ObjectName}: {finding.Message} {finding.Remedy}");
    }

    public static async Task RestoreOnNewServerAsync(IDatabaseBackup database, string backupId, string newServer)
    {
        var options = new RestoreOptions { Target = newServer, CreateDatabase = "shop", Roles = true, DatabaseProperties = true };
        RestorePlan plan = await database.PlanRestoreAsync(backupId, options);
        foreach (var conflict in plan.Conflicts)
            Console.Error.WriteLine($"{conflict.Message} [{conflict.Code}]");
        RestoreResult result = await database.RestoreBackupAsync(backupId, options);
        foreach (string warning in result.Warnings)
            Console.Error.WriteLine(warning);
    }
}
