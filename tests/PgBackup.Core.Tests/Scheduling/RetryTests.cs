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

    private static PgBackupException Fault(bool transient) => new(
        PgBackupErrorCodes.ServerFailed, "It fell.", transient ? new NpgsqlException("gone", new IOException()) : null);

    private SchedulerApp App(TestDatabase database, int retries, Func<BackupOptions, CancellationToken, Task<BackupInfo>> create) => new(
        database.ConnectionString,
        "unused",
        b => b.AddSchedule("yearly", "@yearly", s => s.Retries = retries),
        o => o.Scheduling.Lease = TimeSpan.FromHours(1),
        s => s.AddSingleton(BackupDouble.Of(create)).AddSingleton<TimeProvider>(_time));

    private async Task<ScheduleRun> AdvanceUntilAsync(Task<ScheduleRun> run)
    {
        while (!run.IsCompleted)
        {
            _time.Advance(TimeSpan.FromSeconds(0.5));
            await Task.Delay(2);
        }

        return await run;
    }
}
