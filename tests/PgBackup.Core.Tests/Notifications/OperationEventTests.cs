using System.Text;
using FluentAssertions;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using PgBackup.Tests.Scheduling;
using PgBackup.Tests.Servers;
using PgBackup.Tests.Verification;
using Xunit;

namespace PgBackup.Tests.Notifications;

/// <summary>What real operations on real servers tell.</summary>
public sealed class OperationEventTests : IDisposable
{
    private const string Password = "Zx81-correct-horse";

    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("pgbackup-events-");

    public void Dispose() => _directory.Delete(recursive: true);

    [Theory]
    [EachMajor]
    public async Task Backup_verification_and_restore_are_told(int major)
    {
        await using var database = await PostgresServers.CreateDatabaseAsync(major);
        await using var target = await PostgresServers.CreateDatabaseAsync(major);
        await database.ExecuteAsync("CREATE TABLE a (id int PRIMARY KEY); INSERT INTO a SELECT generate_series(1, 1000)");
        await using var receiver = new HttpReceiver();
        await using var app = App(database.ConnectionString, b => b.AddWebhook(o => o.Url = receiver.Url));

        var backup = await app.Backup.CreateBackupAsync();
        await app.Backup.VerifyBackupAsync(backup.Id, VerificationLevel.Structure);
        var restore = new RestoreOptions { Target = target.ConnectionString };
        await app.Backup.RestoreBackupAsync(backup.Id, restore);
        var again = () => app.Backup.RestoreBackupAsync(backup.Id, restore);
        await again.Should().ThrowAsync<PgBackupException>();
        var artifact = Path.Combine(_directory.FullName, backup.Artifact);
        var bytes = await File.ReadAllBytesAsync(artifact);
        bytes[bytes.Length / 2] ^= 1;
        await File.WriteAllBytesAsync(artifact, bytes);
        await app.Backup.VerifyBackupAsync(backup.Id);
        await app.Backup.DeleteBackupAsync(backup.Id);
        var told = await ToldAsync(app);

        told.Select(e => (e.Kind, e.Severity)).Should().Equal(
            (BackupEventKind.Succeeded, BackupEventSeverity.Information),
            (BackupEventKind.Verified, BackupEventSeverity.Information),
            (BackupEventKind.Restored, BackupEventSeverity.Notice),
            (BackupEventKind.RestoreFailed, BackupEventSeverity.Error),
            (BackupEventKind.VerificationFailed, BackupEventSeverity.Error));
        told.Should().OnlyContain(e => e.BackupId == backup.Id && e.ScheduleId == null && e.Duration != null);
        told.Select(e => e.Id).Should().OnlyHaveUniqueItems();
        told.Select(e => e.OccurredAt).Should().BeInAscendingOrder();
        (told[0].Database, told[0].Size, told[0].Rows).Should().Be((database.Name, backup.Size, 1000));
        told[0].Message.Should()
            .StartWith($"Backup {backup.Id} of database '{database.Name}' was made in ").And.Contain("1 table, 1,000 rows");
        (told[2].Database, told[2].Rows).Should().Be((target.Name, 1000));
        (told[3].Database, told[3].ErrorCode).Should().Be((target.Name, "target_not_empty"));
        told[3].Advice.Should().Contain("drop, append, replace or merge");
        told[4].Message.Should().StartWith(
            $"Backup {backup.Id} of database '{database.Name}' is damaged: the verification (checksums) found 1 problem.");
        (told[1].Database, told[4].Database).Should().Be((database.Name, database.Name));
        told[4].Warnings.Should().NotBeEmpty();
        receiver.All.Select(r => r.Headers["X-PgBackup-Event"])
            .Should().Equal("succeeded", "verified", "restored", "restore_failed", "verification_failed");
    }

    [Fact]
    public async Task Backup_that_fails_is_told_with_what_to_do_and_without_secrets()
    {
        await using var database = await PostgresServers.CreateDatabaseAsync();
        await using var receiver = new HttpReceiver();
        var gone = new NpgsqlConnectionStringBuilder(database.ConnectionString) { Host = "127.0.0.1", Port = 1, Password = Password };
        await using (var app = App(gone.ConnectionString, b => b.AddWebhook(o => o.Url = receiver.Url)))
            await FailAsync(app);
        await using (var app = App(database.ConnectionString, b => b.AddWebhook(o => o.Url = receiver.Url)))
            await FailAsync(app, new BackupOptions { Tables = ["missing"] });
        using var cancelled = new CancellationTokenSource();
        await cancelled.CancelAsync();
        await using (var app = App(database.ConnectionString, b => b.AddWebhook(o => o.Url = receiver.Url)))
        {
            var act = () => app.Backup.CreateBackupAsync(null, null, cancelled.Token);
            await act.Should().ThrowAsync<OperationCanceledException>();
            (await ToldAsync(app)).Should().BeEmpty("who cancels knows of it");
        }

        var bodies = receiver.All.Select(r => Encoding.UTF8.GetString(r.Body)).ToList();
        bodies.Should().HaveCount(2);
        bodies[0].Should().Contain("\"errorCode\":\"connection_failed\"").And.Contain("Check that the server runs and can be reached")
            .And.Contain($"\"database\":\"{database.Name}\"").And.NotContain(Password).And.NotContain("Host=");
        bodies[1].Should().Contain("\"errorCode\":\"relation_not_found\"").And.Contain("missing");

        static async Task FailAsync(EventApp app, BackupOptions? options = null)
        {
            var act = () => app.Backup.CreateBackupAsync(options);
            await act.Should().ThrowAsync<PgBackupException>();
            (await ToldAsync(app)).Should().ContainSingle().Which.Kind.Should().Be(BackupEventKind.Failed);
            app.Logged.Should().NotContain(Password);
        }
    }

    [Theory]
    [EachMajor]
    public async Task Schedule_tells_of_each_run_once_and_that_it_works_again(int major)
    {
        await using var database = await PostgresServers.CreateDatabaseAsync(major);
        await database.ExecuteAsync("CREATE TABLE other (id int)");
        await using var app = App(database.ConnectionString, b => b.AddSchedule("yearly", "@yearly", s =>
        {
            s.Name = "Once a year";
            s.Options = new BackupOptions { Tables = ["a"] };
            s.Verification = VerificationLevel.Checksums;
            s.Retention = new RetentionPolicy { KeepLast = 1 };
        }));

        var first = await app.Schedules.RunNowAsync("yearly");
        await app.Schedules.RunNowAsync("yearly");
        await database.ExecuteAsync("CREATE TABLE a (id int PRIMARY KEY); INSERT INTO a VALUES (1)");
        var good = await app.Schedules.RunNowAsync("yearly");
        var last = await app.Schedules.RunNowAsync("yearly");
        var told = await ToldAsync(app);

        told.Select(e => e.Kind).Should().Equal(
            BackupEventKind.Failed, BackupEventKind.Failed, BackupEventKind.Recovered, BackupEventKind.RetentionApplied,
            BackupEventKind.Succeeded, BackupEventKind.RetentionApplied);
        told.Should().OnlyContain(e =>
            e.ScheduleId == "yearly" && e.ScheduleName == "Once a year" && e.Database == database.Name
            && e.Instance != null && e.DueAt != null);
        (told[0].ErrorCode, told[0].FailedRuns, told[1].FailedRuns).Should().Be(("relation_not_found", 0, 1));
        told[0].Message.Should().StartWith("Schedule 'Once a year': the backup that was due at ");
        var recovered = told[2];
        (recovered.Severity, recovered.FailedRuns, recovered.FailingSince, recovered.BackupId, recovered.Rows)
            .Should().Be((BackupEventSeverity.Notice, 2, first.DueAt, good.BackupId, 1));
        recovered.Message.Should().StartWith("Schedule 'Once a year' works again, after 2 runs that failed since ");
        (told[4].BackupId, told[4].FailedRuns, told[4].FailingSince).Should().Be((last.BackupId, 0, null));
        told[5].Message.Should().StartWith($"Retention deleted 1 of 2 backups of database '{database.Name}'");
    }

    [Fact]
    public async Task Retention_that_cannot_delete_is_told()
    {
        await using var database = await PostgresServers.CreateDatabaseAsync();
        var store = new FailingStore();
        await using var app = App(database.ConnectionString, services: s => s.AddSingleton<IBackupStore>(store));
        var old = await app.Backup.CreateBackupAsync();
        await app.Backup.CreateBackupAsync();
        store.FailsToDelete = true;

        await app.Backup.ApplyRetentionAsync(new RetentionPolicy { KeepLast = 1 }, new RetentionOptions { DryRun = true });
        await app.Backup.ApplyRetentionAsync(new RetentionPolicy { KeepLast = 1 });

        var told = await ToldAsync(app);
        told.Select(e => e.Kind).Should().Equal(BackupEventKind.Succeeded, BackupEventKind.Succeeded, BackupEventKind.RetentionFailed);
        (told[2].Severity, told[2].Database).Should().Be((BackupEventSeverity.Warning, database.Name));
        told[2].Message.Should().EndWith($"of database '{database.Name}': 1 backup stays.");
        told[2].Warnings.Should().Contain(w => w.Contains(old.Id, StringComparison.Ordinal) && w.Contains("There is no deleting."));
    }

    [Fact]
    public async Task Damaged_backup_of_a_schedule_is_one_event()
    {
        await using var database = await PostgresServers.CreateDatabaseAsync();
        await using var app = App(
            database.ConnectionString,
            b => b.UseStore<DamagingStore>().AddSchedule("yearly", "@yearly", s => s.Verification = VerificationLevel.Checksums));
        await database.ExecuteAsync("CREATE TABLE a (id int); INSERT INTO a SELECT generate_series(1, 1000)");

        var run = await app.Schedules.RunNowAsync("yearly");

        var told = (await ToldAsync(app)).Should().ContainSingle().Subject;
        told.Message.Should().StartWith($"Schedule 'yearly': Backup {run.BackupId} was made, and is not good: ");
        (told.Kind, told.Severity, told.BackupId, told.ErrorCode)
            .Should().Be((BackupEventKind.VerificationFailed, BackupEventSeverity.Error, run.BackupId, "verification_failed"));
    }

    [Theory]
    [InlineData(MissedRunRule.CatchUp)]
    [InlineData(MissedRunRule.Skip)]
    public async Task Missed_due_times_are_told(MissedRunRule rule)
    {
        await using var database = await PostgresServers.CreateDatabaseAsync();
        await using var app = App(database.ConnectionString, b => b.AddSchedule("hourly", "@hourly", s => s.MissedRuns = rule));
        await app.Schedules.ListAsync();
        await app.Schedules.RunDueAsync();
        await database.ExecuteAsync(
            "UPDATE pgbackup.schedule SET planned_until = date_trunc('hour', clock_timestamp()) - interval '150 minutes'");

        await app.Schedules.RunDueAsync();
        var told = await ToldAsync(app);

        var missed = told.Should().ContainSingle(e => e.Kind == BackupEventKind.Missed).Subject;
        (missed.Severity, missed.ScheduleId).Should().Be((BackupEventSeverity.Warning, "hourly"));
        missed.MissedRuns.Should().BeInRange(2, 3);
        missed.Message.Should().EndWith(rule == MissedRunRule.CatchUp ? "one backup makes up for it now." : "no backup makes up for it.");
        if (rule == MissedRunRule.CatchUp)
            told.Select(e => e.Kind).Should().Equal(BackupEventKind.Missed, BackupEventKind.Succeeded);
    }

    [Fact]
    public async Task Due_time_that_is_skipped_is_told()
    {
        await using var database = await PostgresServers.CreateDatabaseAsync();
        var gate = new TaskCompletionSource();
        var slow = BackupDouble.Of(async (_, _) =>
        {
            await gate.Task;
            return BackupDouble.Info("made");
        });
        await using var app = App(database.ConnectionString, b => b.AddSchedule("yearly", "@yearly"), s => s.AddSingleton(slow));
        var running = app.Schedules.RunNowAsync("yearly");
        for (var i = 0; i < 500 && (await app.Schedules.ListRunsAsync("yearly")).Count == 0; i++)
            await Task.Delay(10);

        (await app.Schedules.RunNowAsync("yearly")).State.Should().Be(ScheduleRunState.Skipped);
        gate.SetResult();
        await running;

        (await ToldAsync(app)).Select(e => e.Kind).Should().Equal(BackupEventKind.Skipped, BackupEventKind.Succeeded);
    }

    [Fact]
    public async Task Notifiers_that_throw_or_hang_neither_fail_nor_delay_a_backup()
    {
        await using var database = await PostgresServers.CreateDatabaseAsync();
        using var gate = new ManualResetEventSlim();
        await using var app = App(database.ConnectionString, b => b
            .AddNotifier(_ => new ActionNotifier("clumsy", (_, _) => throw new InvalidOperationException("no")), new NotifierOptions())
            .AddNotifier(
                _ => new ActionNotifier("stuck", (_, _) => Task.Run(() => gate.Wait(), CancellationToken.None)), new NotifierOptions()));

        for (var i = 0; i < 3; i++)
            await app.Backup.CreateBackupAsync().WaitAsync(TimeSpan.FromSeconds(30));

        gate.Set();
        (await ToldAsync(app)).Should().HaveCount(3).And.OnlyContain(e => e.Kind == BackupEventKind.Succeeded);
    }

    // Turns of health are told besides; they have tests of their own.
    private static async Task<IReadOnlyList<BackupEvent>> ToldAsync(EventApp app) =>
        [.. (await app.ToldAsync()).Where(e => e.Kind is not (BackupEventKind.Unhealthy or BackupEventKind.Healthy))];

    private EventApp App(string connectionString, Action<IPgBackupBuilder>? build = null, Action<IServiceCollection>? services = null) =>
        new(build, o => (o.ConnectionString, o.Directory) = (connectionString, _directory.FullName), services);
}
