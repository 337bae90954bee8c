using FluentAssertions;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using PgBackup.Tests.Servers;
using Xunit;

namespace PgBackup.Tests.Scheduling;

/// <summary>Schedules that get in each other's way, or that change under way.</summary>
public sealed class ScheduleTroubleTests : IDisposable
{
    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("pgbackup-trouble-");

    public void Dispose() => _directory.Delete(recursive: true);

    [Fact]
    public async Task Databases_with_schedules_of_one_id_share_a_store_and_leave_each_others_backups_alone()
    {
        await using var first = await PostgresServers.CreateDatabaseAsync();
        await using var second = await PostgresServers.CreateDatabaseAsync();
        await using var one = App(first, b => b.AddSchedule("daily", "@yearly"));
        await using var two = App(second, b => b.AddSchedule("daily", "@yearly"));
        await one.Schedules.ListAsync();
        await two.Schedules.ListAsync();
        const string Due =
            "INSERT INTO pgbackup.schedule_run (schedule_id, due_at, state, claims) VALUES ('daily', '2026-01-01', 'pending', ";
        await first.ExecuteAsync(Due + "0)");
        // The instance that had this one was shut down.
        await second.ExecuteAsync(Due + "1)");

        var made = (await one.Schedules.RunDueAsync()).Should().ContainSingle().Subject;
        var taken = (await two.Schedules.RunDueAsync()).Should().ContainSingle().Subject;

        (taken.State, taken.Claims).Should().Be((ScheduleRunState.Succeeded, 2));
        var backups = await one.Backup.ListBackupsAsync();
        backups.Select(b => b.Id).Should().BeEquivalentTo(made.BackupId, taken.BackupId);
        backups.Select(b => b.Database).Should().OnlyHaveUniqueItems();
    }

    [Fact]
    public async Task Stored_schedule_is_kept_whole_however_long_it_is()
    {
        await using var database = await PostgresServers.CreateDatabaseAsync();
        await using var app = App(database);
        var tables = Enumerable.Range(1, 500).Select(i => $"tenant_{i:0000}.orders").ToList();

        await app.Schedules.AddAsync(
            new BackupSchedule { Id = "long", Schedule = "@daily", Options = new BackupOptions { Tables = tables } });

        (await app.Schedules.ListAsync()).Should().ContainSingle().Which.Schedule.Options.Tables.Should().Equal(tables);
    }

    [Fact]
    public async Task Due_time_that_finds_no_room_waits_and_is_not_missed()
    {
        await using var database = await PostgresServers.CreateDatabaseAsync();
        var release = new TaskCompletionSource();
        var backup = BackupDouble.Of(async (options, token) =>
        {
            if (options.ScheduleId == "a")
                await release.Task.WaitAsync(token);
            return BackupDouble.Info("made");
        });
        await using var app = App(
            database,
            b => b.AddSchedule("a", "@yearly").AddSchedule("b", "*/2 * * * * *", s => s.MissedRuns = MissedRunRule.Skip),
            o => (o.Scheduling.MaxConcurrentRuns, o.Scheduling.MissedAfter) = (1, TimeSpan.FromSeconds(1)),
            s => s.AddSingleton(backup));
        await app.Schedules.ListAsync();
        await database.ExecuteAsync(
            "UPDATE pgbackup.schedule SET planned_until = clock_timestamp() - interval '366 days' WHERE id = 'a'");

        var running = app.RunUntilAsync(runs => runs.Any(r => r.ScheduleId == "b" && r.State == ScheduleRunState.Succeeded));
        // Longer than a due time may be late.
        await Task.Delay(5000);
        (await app.Schedules.ListRunsAsync("b")).Should().NotBeEmpty().And.OnlyContain(r => r.State == ScheduleRunState.Pending);
        release.SetResult();
        await running;

        (await app.Schedules.ListRunsAsync("b")).Should().Contain(r => r.State == ScheduleRunState.Succeeded)
            .And.NotContain(r => r.State == ScheduleRunState.Missed);
    }

    [Fact]
    public async Task Schedules_whose_rows_are_locked_keep_no_other_one_waiting()
    {
        await using var database = await PostgresServers.CreateDatabaseAsync();
        await using var app = App(
            database, b => b.AddSchedule("a", "@yearly").AddSchedule("b", "@yearly").AddSchedule("c", "@yearly"),
            services: s => s.AddSingleton(BackupDouble.Of(async (_, token) =>
            {
                await Task.Delay(1000, token);
                return BackupDouble.Info("made");
            })));
        await app.Schedules.ListAsync();
        await database.ExecuteAsync("UPDATE pgbackup.schedule SET planned_until = clock_timestamp() - interval '366 days'");
        await using var blocker = await database.OpenAsync();
        await using var transaction = await blocker.BeginTransactionAsync();
        await new NpgsqlCommand("SELECT FROM pgbackup.schedule WHERE id IN ('a', 'b') FOR UPDATE", blocker).ExecuteNonQueryAsync();

        var due = () => app.Schedules.RunDueAsync();

        (await due.Should().ThrowAsync<PgBackupException>()).Which.Code.Should().Be("lock_timeout");
        (await app.Schedules.ListRunsAsync()).Should().ContainSingle().Which.Should().Match<ScheduleRun>(
            r => r.ScheduleId == "c" && r.State == ScheduleRunState.Succeeded, "what has begun is waited for");
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Change_that_enables_a_schedule_makes_up_for_nothing(bool givenDisabled)
    {
        await using var database = await PostgresServers.CreateDatabaseAsync();
        await using var app = App(database);
        var schedule = new BackupSchedule { Id = "yearly", Schedule = "@yearly", Enabled = !givenDisabled };
        await app.Schedules.AddAsync(schedule);
        if (!givenDisabled)
            await app.Schedules.DisableAsync("yearly");
        await database.ExecuteAsync("UPDATE pgbackup.schedule SET planned_until = clock_timestamp() - interval '366 days'");

        schedule.Enabled = true;
        (await app.Schedules.UpdateAsync(schedule)).Enabled.Should().BeTrue();

        (await app.Schedules.RunDueAsync()).Should().BeEmpty();
    }

    [Fact]
    public async Task What_a_removed_schedule_has_left_is_not_run_by_a_new_one_of_its_id()
    {
        await using var database = await PostgresServers.CreateDatabaseAsync();
        await using var app = App(database);
        await app.Schedules.AddAsync(new BackupSchedule { Id = "yearly", Schedule = "@yearly" });
        await app.Schedules.RemoveAsync("yearly");
        // Its instances were shut down, and killed, while they ran it.
        await database.ExecuteAsync("""
            INSERT INTO pgbackup.schedule_run (schedule_id, due_at, state, claim, lease_until)
            VALUES ('yearly', '2026-01-01', 'pending', NULL, NULL), ('yearly', '2025-01-01', 'running', gen_random_uuid(), '2025-01-02')
            """);

        await app.Schedules.AddAsync(new BackupSchedule { Id = "yearly", Schedule = "@yearly" });

        (await app.Schedules.RunDueAsync()).Should().BeEmpty();
        (await app.Schedules.ListRunsAsync()).Should().HaveCount(2).And.OnlyContain(
            r => r.State == ScheduleRunState.Skipped && r.ErrorMessage == "The schedule was removed.");
    }

    [Fact]
    public async Task Id_that_another_application_defines_in_code_is_not_to_be_had_and_the_error_says_so()
    {
        await using var database = await PostgresServers.CreateDatabaseAsync();
        await using var other = App(database, b => b.AddSchedule("daily", "@daily"));
        await other.Schedules.ListAsync();
        await using var app = App(database);

        var add = () => app.Schedules.AddAsync(new BackupSchedule { Id = "daily", Schedule = "@daily" });

        (await add.Should().ThrowAsync<PgBackupException>()).WithMessage("*another application*").Which.Code.Should().Be("schedule_exists");
        (await app.Schedules.ListAsync()).Should().BeEmpty();
    }

    private SchedulerApp App(
        TestDatabase database, Action<IPgBackupBuilder>? build = null, Action<PgBackupOptions>? configure = null,
        Action<IServiceCollection>? services = null) => new(
        database.ConnectionString, _directory.FullName, build ?? (_ => { }), configure, services);
}
