using FluentAssertions;
using Microsoft.Extensions.DependencyInjection;
using PgBackup.Tests.Servers;
using Xunit;

namespace PgBackup.Tests.Scheduling;

public sealed class ScheduledBackupServiceTests : IDisposable
{
    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("pgbackup-schedule-");

    public void Dispose() => _directory.Delete(recursive: true);

    [Theory]
    [EachMajor]
    public async Task Schedule_runs_when_it_is_due_and_tells_of_it(int major)
    {
        await using var database = await PostgresServers.CreateDatabaseAsync(major);
        await database.ExecuteAsync("CREATE TABLE a (id int PRIMARY KEY); INSERT INTO a VALUES (1)");
        await using var app = App(database, b => b.AddSchedule("often", "* * * * * *", s => s.Verification = VerificationLevel.Structure));

        await app.RunUntilAsync(runs => runs.Count(r => r.State == ScheduleRunState.Succeeded) > 1);

        var status = (await app.Schedules.ListAsync()).Should().ContainSingle().Subject;
        (status.Enabled, status.Stored, status.Schedule.Id).Should().Be((true, false, "often"));
        status.NextDueAt.Should().BeAfter(status.LastRun!.DueAt);
        var runs = (await app.Schedules.ListRunsAsync("often")).Where(r => r.State == ScheduleRunState.Succeeded).ToList();
        runs.Should().HaveCountGreaterThan(1).And.OnlyContain(r => r.Claims == 1 && r.Attempts == 1 && r.MissedRuns == 0 && !r.Manual);
        var backups = await app.Backup.ListBackupsAsync(new BackupFilter { ScheduleId = "often" });
        backups.Select(b => (b.Id, b.DueAt)).Should().BeEquivalentTo(runs.Select(r => (r.BackupId!, (DateTimeOffset?)r.DueAt)));
        (await database.ScalarAsync<long>(
            "SELECT count(DISTINCT due_at) FROM pgbackup.backup_history WHERE schedule_id = 'often' AND instance <> '' "
            + "AND operation = 'verify'"))
            .Should().Be(runs.Count);
    }

    [Fact]
    public async Task Stored_schedule_is_added_changed_disabled_and_removed_for_all_instances()
    {
        await using var database = await PostgresServers.CreateDatabaseAsync();
        await using var one = App(database);
        await using var two = App(database);
        var added = await one.Schedules.AddAsync(new BackupSchedule
        {
            Id = "nightly",
            Name = "Nächtlich",
            Schedule = "0 2 * * *",
            TimeZone = "America/New_York",
            Options = new BackupOptions { ExcludeData = ["log*"], Compression = BackupCompression.Zstd, Where = { ["a"] = "id > 1" } },
            Retention = new RetentionPolicy { KeepLast = 7 },
            Timeout = TimeSpan.FromHours(2),
            Overlap = OverlapRule.Wait,
        });

        var seen = (await two.Schedules.ListAsync()).Should().ContainSingle().Subject;
        seen.Should().BeEquivalentTo(added);
        (seen.Stored, seen.TimeZone, seen.NextDueAt!.Value.Hour).Should().Be((true, "America/New_York", 2));
        (seen.Schedule.Name, seen.Schedule.Options.ExcludeData.Single(), seen.Schedule.Options.Where["a"]).Should().Be(("Nächtlich",
            "log*", "id > 1"));
        var again = () => two.Schedules.AddAsync(new BackupSchedule { Id = "nightly", Schedule = "@daily" });
        (await again.Should().ThrowAsync<PgBackupException>()).Which.Code.Should().Be("schedule_exists");

        await two.Schedules.DisableAsync("nightly");
        var off = (await one.Schedules.ListAsync()).Single();
        (off.Enabled, off.NextDueAt).Should().Be((false, null));
        await two.Schedules.EnableAsync("nightly");
        await one.Schedules.UpdateAsync(new BackupSchedule { Id = "nightly", Schedule = "0 4 * * *", TimeZone = "Europe/Berlin" });
        (await two.Schedules.ListUpcomingAsync("nightly", 3)).Should().HaveCount(3).And.OnlyContain(t => t.Hour == 4);

        (await two.Schedules.RemoveAsync("nightly")).Should().BeTrue();
        (await one.Schedules.RemoveAsync("nightly")).Should().BeFalse();
        (await one.Schedules.ListAsync()).Should().BeEmpty();
        var gone = () => one.Schedules.RunNowAsync("nightly");
        (await gone.Should().ThrowAsync<PgBackupException>()).Which.Code.Should().Be("schedule_not_found");
    }

    [Fact]
    public async Task Schedule_in_code_that_was_disabled_stays_so_after_a_restart()
    {
        await using var database = await PostgresServers.CreateDatabaseAsync();
        await using (var app = App(database, b => b.AddSchedule("often", "* * * * * *")))
            await app.Schedules.DisableAsync("often");

        await using var restarted = App(database, b => b.AddSchedule("often", "* * * * * *"));
        await restarted.RunForAsync(TimeSpan.FromSeconds(2));

        (await restarted.Schedules.ListRunsAsync()).Should().BeEmpty();
        (await restarted.Schedules.ListAsync()).Single().Enabled.Should().BeFalse();
        (await restarted.Schedules.RunNowAsync("often")).Should().Match<ScheduleRun>(r => r.Manual
            && r.State == ScheduleRunState.Succeeded);
        var change = () => restarted.Schedules.UpdateAsync(new BackupSchedule { Id = "often", Schedule = "@daily" });
        await change.Should().ThrowAsync<InvalidOperationException>().WithMessage("*given in code*");
        await FluentActions.Awaiting(() => restarted.Schedules.RemoveAsync("often")).Should().ThrowAsync<InvalidOperationException>();
    }

    [Theory]
    [InlineData(MissedRunRule.CatchUp, 1, "Succeeded 5")]
    [InlineData(MissedRunRule.Skip, 0, "Missed 5")]
    [InlineData(MissedRunRule.RunAll, 6, "Succeeded 0,Succeeded 0,Succeeded 0,Succeeded 0,Succeeded 0,Succeeded 0")]
    public async Task What_was_missed_while_nobody_was_there_follows_the_rule(MissedRunRule rule, int runs, string states)
    {
        await using var database = await PostgresServers.CreateDatabaseAsync();
        await using var app = App(database, b => b.AddSchedule("half-hourly", "*/30 * * * *", s =>
        {
            (s.MissedRuns, s.Overlap, s.Options.SchemaOnly, s.TimeZone) = (rule, OverlapRule.Wait, true, "UTC");
        }), o => o.Scheduling.MissedAfter = TimeSpan.FromSeconds(1));
        await app.Schedules.ListAsync();
        // Six due times, the last well before now.
        await database.ExecuteAsync("""
            UPDATE pgbackup.schedule
            SET planned_until =
                to_timestamp(floor(extract(epoch FROM clock_timestamp() - interval '2 seconds') / 1800) * 1800)
                    - interval '150 minutes 1 second'
            """);

        (await app.Schedules.RunDueAsync()).Should().HaveCount(runs);
        (await app.Schedules.RunDueAsync()).Should().BeEmpty();

        var rows = await app.Schedules.ListRunsAsync();
        string.Join(',', rows.Select(r => $"{r.State} {r.MissedRuns}")).Should().Be(states);
        (await app.Backup.ListBackupsAsync()).Should().HaveCount(runs);
    }

    [Fact]
    public async Task Run_that_takes_too_long_is_cancelled_and_one_behind_it_skipped()
    {
        await using var database = await PostgresServers.CreateDatabaseAsync();
        await database.ExecuteAsync("CREATE TABLE a (id int)");
        await using var app = App(database, b => b.AddSchedule("slow", "@yearly", s => (s.Timeout, s.Retries) = (TimeSpan.FromSeconds(3),
            0)));
        await using var blocker = await database.OpenAsync();
        await using var transaction = await blocker.BeginTransactionAsync();
        await new Npgsql.NpgsqlCommand("LOCK TABLE a", blocker).ExecuteNonQueryAsync();

        var first = app.Schedules.RunNowAsync("slow");
        await Task.Delay(1000);
        var second = await app.Schedules.RunNowAsync("slow");

        (second.State, second.ErrorMessage).Should().Be((ScheduleRunState.Skipped, "An earlier run was still going on."));
        ((await first).State, (await first).ErrorCode).Should().Be((ScheduleRunState.Failed, "schedule_timeout"));
        (await app.Schedules.RunNowAsync("slow")).State.Should().Be(ScheduleRunState.Failed, "the table is still locked, and nothing else");
        await transaction.RollbackAsync();
        (await app.Schedules.RunNowAsync("slow")).State.Should().Be(ScheduleRunState.Succeeded);
    }

    [Fact]
    public async Task Stopping_cancels_the_run_and_another_instance_makes_it()
    {
        await using var database = await PostgresServers.CreateDatabaseAsync();
        await database.ExecuteAsync("CREATE TABLE a (id int)");
        await using var one = App(database, b => b.AddSchedule("yearly", "@yearly"), o => o.Scheduling.Instance = "one");
        await one.Schedules.ListAsync();
        await database.ExecuteAsync("UPDATE pgbackup.schedule SET planned_until = clock_timestamp() - interval '366 days'");
        await using (var blocker = await database.OpenAsync())
        {
            await using var transaction = await blocker.BeginTransactionAsync();
            await new Npgsql.NpgsqlCommand("LOCK TABLE a", blocker).ExecuteNonQueryAsync();
            var watch = System.Diagnostics.Stopwatch.StartNew();
            await one.RunUntilAsync(runs => runs.Any(r => r.State == ScheduleRunState.Running));
            watch.Elapsed.Should().BeLessThan(TimeSpan.FromSeconds(30), "it waits neither for the lock nor for the minute");
            (await one.Schedules.ListRunsAsync()).Should().ContainSingle().Which.State.Should().Be(ScheduleRunState.Pending);
        }

        await using var two = App(database, b => b.AddSchedule("yearly", "@yearly"), o => o.Scheduling.Instance = "two");
        var run = (await two.Schedules.RunDueAsync()).Should().ContainSingle().Subject;
        (run.State, run.Instance, run.Claims).Should().Be((ScheduleRunState.Succeeded, "two", 2));
        (await two.Backup.ListBackupsAsync()).Should().ContainSingle();
        one.Logged.Text.Should().Contain("was given back");
    }

    [Fact]
    public async Task Backup_of_an_instance_that_died_before_it_could_tell_is_not_made_again()
    {
        await using var database = await PostgresServers.CreateDatabaseAsync();
        await using var app = App(database, b => b.AddSchedule("yearly", "@yearly"));
        var made = await app.Schedules.RunNowAsync("yearly");
        await database.ExecuteAsync("""
            UPDATE pgbackup.schedule_run
            SET state = 'running', claim = gen_random_uuid(), lease_until = clock_timestamp() + interval '1 hour',
                backup_id = NULL, finished_at = NULL
            """);

        (await app.Schedules.RunDueAsync()).Should().BeEmpty("the lease has not run out");
        await database.ExecuteAsync("UPDATE pgbackup.schedule_run SET lease_until = clock_timestamp()");
        var run = (await app.Schedules.RunDueAsync()).Should().ContainSingle().Subject;

        (run.BackupId, run.Claims, run.State).Should().Be((made.BackupId, 2, ScheduleRunState.Succeeded));
        (await app.Backup.ListBackupsAsync()).Should().ContainSingle();
    }

    [Fact]
    public async Task Second_backup_of_a_due_time_is_removed_by_who_took_over()
    {
        await using var database = await PostgresServers.CreateDatabaseAsync();
        await database.ExecuteAsync("CREATE TABLE a (id int)");
        await using var one = App(database, b => b.AddSchedule("yearly", "@yearly"), o => o.Scheduling.Instance = "one");
        await using var two = App(database, b => b.AddSchedule("yearly", "@yearly"), o => o.Scheduling.Instance = "two");
        var made = await one.Schedules.RunNowAsync("yearly");
        // The run is taken over while nothing is in the store; the first backup turns up only after the second one was begun.
        var hidden = Directory.CreateDirectory(Path.Combine(_directory.FullName, "..", _directory.Name + "-hidden"));
        foreach (var file in Directory.GetFiles(_directory.FullName, made.BackupId + "*"))
            File.Move(file, Path.Combine(hidden.FullName, Path.GetFileName(file)));
        await database.ExecuteAsync("""
            UPDATE pgbackup.schedule_run
            SET state = 'running', claim = gen_random_uuid(), lease_until = clock_timestamp(), finished_at = NULL
            """);
        Task<IReadOnlyList<ScheduleRun>> running;
        await using (var blocker = await database.OpenAsync())
        {
            await using var transaction = await blocker.BeginTransactionAsync();
            await new Npgsql.NpgsqlCommand("LOCK TABLE a", blocker).ExecuteNonQueryAsync();
            running = two.Schedules.RunDueAsync();
            await Task.Delay(1500);
            foreach (var file in Directory.GetFiles(hidden.FullName))
                File.Move(file, Path.Combine(_directory.FullName, Path.GetFileName(file)));
            hidden.Delete();
        }

        var run = (await running).Should().ContainSingle().Subject;
        (run.State, run.Instance, run.Claims).Should().Be((ScheduleRunState.Succeeded, "two", 2));
        (await two.Backup.ListBackupsAsync()).Should().ContainSingle().Which.Id.Should().Be(run.BackupId).And.NotBe(made.BackupId);
        two.Logged.Text.Should().Contain("was made twice");
    }

    [Fact]
    public async Task Run_keeps_as_many_backups_as_its_schedule_says_and_test_restores_each_second()
    {
        await using var database = await PostgresServers.CreateDatabaseAsync();
        await using var app = App(database, b => b.AddSchedule(
            "yearly", "@yearly", s => (s.Retention, s.TestRestoreEvery) = (new RetentionPolicy { KeepLast = 2 }, 2)));
        var other = await app.Backup.CreateBackupAsync();

        var runs = new List<ScheduleRun>();
        for (var i = 0; i < 4; i++)
            runs.Add(await app.Schedules.RunNowAsync("yearly"));

        runs.Should().OnlyContain(r => r.State == ScheduleRunState.Succeeded);
        (await app.Backup.ListBackupsAsync()).Select(b => b.Id).Should().BeEquivalentTo(runs[2].BackupId, runs[3].BackupId, other.Id);
        (await database.ColumnAsync<string>("""
            SELECT backup_id || ' ' || options::text FROM pgbackup.backup_history
            WHERE operation = 'verify' AND schedule_id = 'yearly' ORDER BY started_at
            """)).Should().Equal($"{runs[1].BackupId} {{TestRestore}}", $"{runs[3].BackupId} {{TestRestore}}");
    }

    [Theory]
    [InlineData(true, "could not be deleted after backup")]
    [InlineData(false, "System.InvalidOperationException")]
    public async Task Retention_that_fails_is_told_and_the_run_stays_a_success(bool throwsAsStoresDo, string words)
    {
        await using var database = await PostgresServers.CreateDatabaseAsync();
        var store = new UndeletingStore(new PgBackup.Stores.LocalFileStore(_directory.FullName)) { ThrowsAsStoresDo = throwsAsStoresDo };
        await using var app = new SchedulerApp(
            database.ConnectionString, _directory.FullName,
            b => b.AddSchedule("yearly", "@yearly", s => s.Retention = new RetentionPolicy { KeepLast = 1 }),
            services: s => s.AddSingleton<IBackupStore>(store));
        var first = await app.Schedules.RunNowAsync("yearly");

        store.Fails = true;
        var second = await app.Schedules.RunNowAsync("yearly");

        (first.State, second.State).Should().Be((ScheduleRunState.Succeeded, ScheduleRunState.Succeeded));
        app.Logged.Text.Should().Contain(words).And.Contain(second.BackupId);
        (await app.Backup.ListBackupsAsync()).Select(b => b.Id).Should().BeEquivalentTo(first.BackupId, second.BackupId);
    }

    [Fact]
    public async Task Host_starts_at_once_and_stops_soon_whatever_the_database_does()
    {
        var services = new ServiceCollection();
        services.AddPgBackup(o => o.ConnectionString = "Host=127.0.0.1;Port=1;Timeout=1").AddSchedule("often", "* * * * * *");
        await using var provider = services.BuildServiceProvider();
        var host = provider.GetServices<Microsoft.Extensions.Hosting.IHostedService>().Single();
        var watch = System.Diagnostics.Stopwatch.StartNew();

        await host.StartAsync(default);
        watch.Elapsed.Should().BeLessThan(TimeSpan.FromSeconds(5));
        await Task.Delay(1500);
        ((Microsoft.Extensions.Hosting.BackgroundService)host).ExecuteTask!.IsCompleted.Should().BeFalse();
        watch.Restart();
        await host.StopAsync(default);

        watch.Elapsed.Should().BeLessThan(TimeSpan.FromSeconds(10));
    }

    [Fact]
    public async Task Database_that_is_away_ends_nothing()
    {
        await using var app = new SchedulerApp(
            "Host=127.0.0.1;Port=1;Timeout=1", _directory.FullName, b => b.AddSchedule("often", "* * * * * *"));

        await app.RunForAsync(TimeSpan.FromSeconds(2));

        app.Logged.Text.Should().Contain("Schedules wait for the database").And.Contain("127.0.0.1:1");
    }

    private SchedulerApp App(TestDatabase database, Action<IPgBackupBuilder>? build = null, Action<PgBackupOptions>? configure = null) =>
        new(database.ConnectionString, _directory.FullName, build ?? (_ => { }), configure);
}
