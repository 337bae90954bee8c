using FluentAssertions;
using Microsoft.Extensions.Options;
using PgBackup.Tests.Servers;
using Xunit;

namespace PgBackup.Tests.History;

public sealed class HistoryRetentionTests : IDisposable
{
    private const string Runs = """
        SELECT schedule_id || ' ' || state || ' ' || (extract(epoch FROM date_trunc('hour', now()) - due_at) / 86400)::int
        FROM pgbackup.schedule_run ORDER BY schedule_id, due_at
        """;

    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("pgbackup-history-");

    public void Dispose() => _directory.Delete(recursive: true);

    [Theory]
    [EachMajor]
    public async Task What_is_old_goes_and_what_is_needed_stays(int major)
    {
        await using var database = await PostgresServers.CreateDatabaseAsync(major);
        await using var app = App(database);
        (await app.History.PruneAsync()).Should().Be(new HistoryPruneResult(0, 0), "there is no schema");
        await app.Schedules.ListAsync();
        await database.ExecuteAsync(
            "INSERT INTO pgbackup.schedule (id, cron, time_zone, planned_until) VALUES ('failing', '@daily', 'UTC', now())");
        await HistoryApp.InsertAsync(database, """
            SELECT 'backup', CASE WHEN i IN (1, 401, 402) THEN 'running' ELSE 'succeeded' END, now() - make_interval(days => i),
                   interval '1 s', 1, NULL, NULL::timestamptz, NULL
            FROM generate_series(0, 2500) i
            """);
        // Good until day 500, failing since; nightly is good all the time, but for what never ended; of a removed one nothing is needed.
        await database.ExecuteAsync("""
            INSERT INTO pgbackup.schedule_run (schedule_id, due_at, state, claim, lease_until, finished_at)
            SELECT s, date_trunc('hour', now()) - make_interval(days => i), t, CASE WHEN t = 'running' THEN gen_random_uuid() END,
                   CASE WHEN t = 'running' THEN now() END, now()
            FROM (VALUES ('failing', 700, 'succeeded'), ('failing', 600, 'failed'), ('failing', 500, 'succeeded'),
                         ('failing', 499, 'failed'),
                         ('failing', 450, 'skipped'), ('failing', 1, 'failed'), ('nightly', 900, 'succeeded'), ('nightly', 800, 'running'),
                         ('nightly', 700, 'pending'), ('nightly', 600, 'missed'), ('nightly', 550, 'succeeded'),
                         ('nightly', 10, 'succeeded'),
                         ('removed', 600, 'succeeded'), ('removed', 1, 'failed')) r (s, i, t)
            """);

        var result = await app.History.PruneAsync();

        result.Should().Be(new HistoryPruneResult(2100 + 1, 2 + 3 + 1));
        (await app.History.PruneAsync()).Should().Be(new HistoryPruneResult(0, 0));
        (await database.ScalarAsync<long>("SELECT count(*) FROM pgbackup.backup_history WHERE outcome = 'running'")).Should().Be(1);
        (await database.ColumnAsync<string>(Runs)).Should().Equal(
            "failing succeeded 500", "failing failed 499", "failing skipped 450", "failing failed 1",
            "nightly running 800", "nightly pending 700", "nightly succeeded 10", "removed failed 1");
        (await database.ColumnAsync<long>("SELECT pruned_successes FROM pgbackup.schedule ORDER BY id")).Should().Equal(1, 2);
    }

    [Fact]
    public async Task As_many_rows_stay_as_the_options_say()
    {
        await using var database = await PostgresServers.CreateDatabaseAsync();
        await using var app = App(database);
        await app.Schedules.ListAsync();
        await HistoryApp.InsertAsync(database, """
            SELECT 'verify', 'failed', now() - make_interval(mins => i), interval '1 s', 1, NULL, NULL::timestamptz, NULL
            FROM generate_series(1, 250) i
            """);
        await database.ExecuteAsync("""
            INSERT INTO pgbackup.schedule_run (schedule_id, due_at, state, finished_at)
            SELECT 'nightly', now() - make_interval(mins => i), 'succeeded', now() FROM generate_series(1, 120) i
            """);

        (await app.History.PruneAsync(new HistoryRetention { KeepFor = null, MaxRows = 100 })).Should().Be(new HistoryPruneResult(150, 20));
        (await app.History.PruneAsync(new HistoryRetention { KeepFor = null, MaxRows = null })).Should().Be(new HistoryPruneResult(0, 0));

        (await database.ScalarAsync<DateTime>("SELECT min(started_at) FROM pgbackup.backup_history"))
            .Should().BeCloseTo(DateTime.UtcNow.AddMinutes(-100), TimeSpan.FromSeconds(30));
        await FluentActions.Awaiting(() => app.History.PruneAsync(new HistoryRetention { MaxRows = 99 }))
            .Should().ThrowAsync<ArgumentException>();
        await FluentActions.Awaiting(() => app.History.PruneAsync(new HistoryRetention { KeepFor = TimeSpan.FromHours(1) }))
            .Should().ThrowAsync<ArgumentException>();
    }

    [Fact]
    public async Task Run_prunes_and_test_restores_go_on_in_their_turn()
    {
        await using var database = await PostgresServers.CreateDatabaseAsync();
        await using var app = App(database);
        await app.Schedules.ListAsync();
        // Four successes long ago: the fifth run is none of each third, the sixth is.
        await database.ExecuteAsync("""
            INSERT INTO pgbackup.schedule_run (schedule_id, due_at, state, finished_at)
            SELECT 'nightly', now() - make_interval(days => 500 + i), 'succeeded', now() FROM generate_series(1, 4) i
            """);

        for (var i = 0; i < 3; i++)
            (await app.Schedules.RunNowAsync("nightly")).State.Should().Be(ScheduleRunState.Succeeded);

        (await app.Schedules.ListRunsAsync()).Should().HaveCount(3, "the old ones were pruned after the first run");
        (await app.History.ListAsync(new HistoryFilter { Operation = "verify" })).Records.Should().ContainSingle()
            .Which.DueAt.Should().Be((await app.Schedules.ListRunsAsync())[1].DueAt);
    }

    [Fact]
    public async Task Bounds_are_checked_when_the_host_starts()
    {
        await using var app = new HistoryApp("Host=db", _directory.FullName, o => o.HistoryRetention.MaxRows = 1);

        FluentActions.Invoking(() => app.History).Should().Throw<OptionsValidationException>().WithMessage("*HistoryRetention*100 rows*");
    }

    private HistoryApp App(TestDatabase database) => new(database.ConnectionString, _directory.FullName);
}
