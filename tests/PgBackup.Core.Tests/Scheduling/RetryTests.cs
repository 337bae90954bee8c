using FluentAssertions;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using Npgsql;
using PgBackup.Tests.Servers;
using Xunit;

namespace PgBackup.Tests.Scheduling;

public sealed class RetryTests
{
    private readonly FakeTimeProvider _time = new();

    [Fact]
    public async Task Passing_fault_is_tried_again_each_time_twice_as_late()
    {
        await using var database = await PostgresServers.CreateDatabaseAsync();
        var attempts = new List<DateTimeOffset>();
        await using var app = App(database, 3, (_, _) =>
        {
            attempts.Add(_time.GetUtcNow());
            return attempts.Count < 4 ? throw Fault(transient: true) : Task.FromResult(BackupDouble.Info("made"));
        });
        var start = _time.GetUtcNow();

        var run = await AdvanceUntilAsync(app.Schedules.RunNowAsync("yearly"));

        (run.State, run.BackupId, run.Attempts).Should().Be((ScheduleRunState.Succeeded, "made", 4));
        attempts.Select(a => (a - start).TotalSeconds).Should().HaveCount(4).And.BeInAscendingOrder();
        (attempts[1] - attempts[0]).Should().BeGreaterThanOrEqualTo(TimeSpan.FromSeconds(30)).And.BeLessThan(TimeSpan.FromSeconds(60));
        (attempts[2] - attempts[1]).Should().BeGreaterThanOrEqualTo(TimeSpan.FromSeconds(60)).And.BeLessThan(TimeSpan.FromSeconds(120));
        (attempts[3] - attempts[2]).Should().BeGreaterThanOrEqualTo(TimeSpan.FromSeconds(120)).And.BeLessThan(TimeSpan.FromSeconds(240));
    }

    [Theory]
    [InlineData(true, 2, 3)]
    [InlineData(true, 0, 1)]
    [InlineData(false, 3, 1)]
    public async Task Fault_that_stays_is_told(bool transient, int retries, int expected)
    {
        await using var database = await PostgresServers.CreateDatabaseAsync();
        await using var app = App(database, retries, (_, _) => throw Fault(transient));

        var run = await AdvanceUntilAsync(app.Schedules.RunNowAsync("yearly"));

        (run.State, run.Attempts, run.ErrorCode, run.ErrorMessage, run.BackupId)
            .Should().Be((ScheduleRunState.Failed, expected, "server_failed", "It fell.", null));
        app.Logged.Text.Should().Contain($"failed after {expected} attempts (server_failed): It fell.");
    }

    [Fact]
    public async Task Cancelled_run_tells_how_often_it_tried()
    {
        await using var database = await PostgresServers.CreateDatabaseAsync();
        using var stop = new CancellationTokenSource();
        var attempts = 0;
        await using var app = App(database, 3, (_, _) =>
        {
            if (++attempts == 2)
                stop.Cancel();
            throw Fault(transient: true);
        });

        var run = await AdvanceUntilAsync(app.Schedules.RunNowAsync("yearly", stop.Token));

        (run.State, run.Attempts, run.ErrorMessage).Should().Be((ScheduleRunState.Failed, 2, "It was cancelled."));
    }

    [Fact]
    public async Task Words_of_a_stranger_are_not_repeated()
    {
        await using var database = await PostgresServers.CreateDatabaseAsync();
        await using var app = App(database, 3, (_, _) => throw new InvalidOperationException("Password=hunter2"));

        var run = await app.Schedules.RunNowAsync("yearly");

        (run.State, run.ErrorCode, run.ErrorMessage).Should().Be((ScheduleRunState.Failed, null, "System.InvalidOperationException"));
    }

    [Theory]
    [InlineData("succeeded", "theirs", "mine")]
    [InlineData("failed", null, null)]
    public async Task Who_went_on_after_its_lease_had_run_out_deletes_its_backup_where_there_is_another(
        string state, string? theirs, string? deleted)
    {
        await using var database = await PostgresServers.CreateDatabaseAsync();
        await using var app = App(database, 3, async (_, _) =>
        {
            await database.ExecuteAsync($"""
                UPDATE pgbackup.schedule_run SET state = '{state}', claim = NULL, lease_until = NULL, instance = 'other',
                    backup_id = {(theirs is null ? "NULL" : $"'{theirs}'")}
                """);
            return BackupDouble.Info("mine");
        });

        var run = await app.Schedules.RunNowAsync("yearly");

        (run.State.ToString().ToLowerInvariant(), run.BackupId, run.Instance).Should().Be((state, theirs, "other"));
        BackupDouble.DeletedBy(app.Backup).Should().Equal(deleted is null ? [] : [deleted]);
    }

    [Fact]
    public async Task Cancellation_that_nobody_asked_for_is_a_failure()
    {
        await using var database = await PostgresServers.CreateDatabaseAsync();
        var attempts = 0;
        await using var app = App(database, 3, (_, _) => ++attempts < 5
            ? throw new TaskCanceledException("A store's own time ran out.")
            : Task.FromResult(BackupDouble.Info("made")));
        await MakeDueAsync(app, database);

        var run = (await app.Schedules.RunDueAsync()).Should().ContainSingle().Subject;

        (run.State, run.ErrorMessage, run.Claims)
            .Should().Be((ScheduleRunState.Failed, "System.Threading.Tasks.TaskCanceledException", 1));
    }

    [Fact]
    public async Task Run_whose_end_was_written_though_nobody_said_so_has_ended()
    {
        await using var database = await PostgresServers.CreateDatabaseAsync();
        await using var app = App(database, 3, async (_, _) =>
        {
            await database.ExecuteAsync(
                "UPDATE pgbackup.schedule_run SET state = 'succeeded', claim = NULL, lease_until = NULL, backup_id = 'made'");
            return BackupDouble.Info("made");
        });

        (await app.Schedules.RunNowAsync("yearly")).State.Should().Be(ScheduleRunState.Succeeded);

        BackupDouble.RetentionsOf(app.Backup).Should().ContainSingle().Which.ScheduleId.Should().Be("yearly");
        BackupDouble.DeletedBy(app.Backup).Should().BeEmpty();
        app.Logged.Text.Should().Contain("made backup made").And.NotContain("no longer this instance's");
    }

    [Fact]
    public async Task Run_that_another_instance_took_over_meanwhile_is_stopped_and_tells_nothing_of_its_own()
    {
        await using var database = await PostgresServers.CreateDatabaseAsync();
        var begun = new TaskCompletionSource();
        var isStopped = false;
        await using var app = App(database, 3, async (_, token) =>
        {
            await database.ExecuteAsync(
                "UPDATE pgbackup.schedule_run SET claim = gen_random_uuid(), claims = claims + 1, instance = 'another'");
            begun.SetResult();
            try
            {
                await Task.Delay(Timeout.Infinite, token);
            }
            finally
            {
                isStopped = true;
            }

            throw new InvalidOperationException("It was not stopped.");
        });
        await MakeDueAsync(app, database);

        var due = app.Schedules.RunDueAsync();
        await begun.Task;
        // The lease of an hour is renewed after a third of it; all this stays below the hour, after which it would run out by itself.
        for (var minutes = 10; minutes <= 50 && !due.IsCompleted; minutes += 10)
        {
            _time.Advance(TimeSpan.FromMinutes(10));
            await Task.WhenAny(due, Task.Delay(3000));
        }

        (await due.WaitAsync(TimeSpan.FromSeconds(30))).Should().BeEmpty("what becomes of it is the other instance's to tell");
        isStopped.Should().BeTrue();
        (await database.ScalarAsync<string>("SELECT state || ' ' || instance FROM pgbackup.schedule_run")).Should().Be("running another");
        app.Logged.Text.Should().Contain("the lease ran out, or another instance took it over");
    }

    [Fact]
    public async Task End_that_the_database_does_not_take_at_once_is_written_later()
    {
        await using var database = await PostgresServers.CreateDatabaseAsync();
        var made = new TaskCompletionSource();
        await using var app = App(database, 3, async (_, _) =>
        {
            await database.ExecuteAsync("ALTER TABLE pgbackup.schedule_run RENAME TO gone");
            made.SetResult();
            return BackupDouble.Info("made");
        });

        var running = app.Schedules.RunNowAsync("yearly");
        await made.Task;
        await Task.Delay(1000);
        running.IsCompleted.Should().BeFalse("the word of it is worth some patience");
        await database.ExecuteAsync("ALTER TABLE pgbackup.gone RENAME TO schedule_run");
        // It waits for a sixth of the lease's hour, and then needs a moment by the real clock.
        for (var minutes = 11; minutes <= 55 && !running.IsCompleted; minutes += 11)
        {
            _time.Advance(TimeSpan.FromMinutes(11));
            await Task.WhenAny(running, Task.Delay(5000));
        }

        var run = await running.WaitAsync(TimeSpan.FromSeconds(30));
        (run.State, run.BackupId).Should().Be((ScheduleRunState.Succeeded, "made"));
    }

    [Fact]
    public async Task Stopped_run_that_cannot_be_given_back_is_left_to_who_takes_it_over()
    {
        await using var database = await PostgresServers.CreateDatabaseAsync();
        using var stop = new CancellationTokenSource();
        await using var app = App(database, 3, async (_, token) =>
        {
            await database.ExecuteAsync("ALTER TABLE pgbackup.schedule_run RENAME TO gone");
            await stop.CancelAsync();
            token.ThrowIfCancellationRequested();
            throw new InvalidOperationException("It was not stopped.");
        });
        await MakeDueAsync(app, database);

        var due = () => app.Schedules.RunDueAsync(stop.Token).WaitAsync(TimeSpan.FromSeconds(20));

        await due.Should().ThrowAsync<OperationCanceledException>();
        (await database.ScalarAsync<string>("SELECT state FROM pgbackup.gone")).Should().Be("running");
        app.Logged.Text.Should().Contain("no longer this instance's").And.NotContain("was given back");
    }

    [Fact]
    public async Task Stop_does_not_wait_for_a_database_that_cannot_be_told_of_the_end()
    {
        await using var database = await PostgresServers.CreateDatabaseAsync();
        using var stop = new CancellationTokenSource();
        await using var app = App(database, 3, async (_, _) =>
        {
            await database.ExecuteAsync("ALTER TABLE pgbackup.schedule_run RENAME TO gone");
            await stop.CancelAsync();
            return BackupDouble.Info("made");
        });
        await MakeDueAsync(app, database);

        var due = () => app.Schedules.RunDueAsync(stop.Token).WaitAsync(TimeSpan.FromSeconds(20));

        await due.Should().ThrowAsync<OperationCanceledException>();
        (await database.ScalarAsync<string>("SELECT state FROM pgbackup.gone")).Should().Be("running", "another instance takes it over");
    }

    private static async Task MakeDueAsync(SchedulerApp app, TestDatabase database)
    {
        await app.Schedules.ListAsync();
        await database.ExecuteAsync("UPDATE pgbackup.schedule SET planned_until = clock_timestamp() - interval '366 days'");
    }

    private static PgBackupException Fault(bool transient) => new(
        PgBackupErrorCodes.ServerFailed, "It fell.", transient ? new NpgsqlException("gone", new IOException()) : null);

    private SchedulerApp App(TestDatabase database, int retries, Func<BackupOptions, CancellationToken, Task<BackupInfo>> create) => new(
        database.ConnectionString,
        "unused",
        b => b.AddSchedule("yearly", "@yearly", s => (s.Retries, s.Retention) = (retries, new RetentionPolicy { KeepLast = 1 })),
        o => o.Scheduling.Lease = TimeSpan.FromHours(1),
        s => s.AddSingleton(BackupDouble.Of(create)).AddSingleton<TimeProvider>(_time));

    private async Task<ScheduleRun> AdvanceUntilAsync(Task<ScheduleRun> run)
    {
        while (!run.IsCompleted)
        {
            _time.Advance(TimeSpan.FromSeconds(0.5));
            // What the server is asked for has 20 seconds by this clock.
            await Task.Delay(10);
        }

        return await run;
    }
}
