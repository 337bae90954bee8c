using FluentAssertions;
using PgBackup.Tests.Servers;
using Xunit;

namespace PgBackup.Tests.History;

public sealed class BackupHistoryTests : IDisposable
{
    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("pgbackup-history-");

    public void Dispose() => _directory.Delete(recursive: true);

    [Theory]
    [EachMajor]
    public async Task Operations_are_listed_page_by_page_and_counted(int major)
    {
        await using var database = await PostgresServers.CreateDatabaseAsync(major);
        await using var app = App(database);
        (await app.History.ListAsync()).Records.Should().BeEmpty("there is no schema");
        (await app.History.GetStatisticsAsync()).Operations.Should().BeEmpty();
        await app.Backup.MigrateAsync();
        // Ten backups of 1 to 10 s, one in three failed, two at a time; then some of other kinds.
        await HistoryApp.InsertAsync(database, """
            SELECT 'backup', CASE WHEN i % 3 = 0 THEN 'failed' ELSE 'succeeded' END, now() - make_interval(days => (i + 1) / 2),
                   make_interval(secs => i), i * 1000, CASE WHEN i % 2 = 0 THEN 'nightly' END, NULL::timestamptz, NULL
            FROM generate_series(1, 10) i
            """);
        await HistoryApp.InsertAsync(
            database,
            "VALUES ('restore', 'cancelled', now() - interval '1 hour', interval '1 s', NULL::int, NULL, NULL::timestamptz, NULL)");

        var all = await app.History.ListAsync();
        all.Next.Should().BeNull();
        all.Records.Should().HaveCount(11).And.BeInDescendingOrder(r => r.StartedAt);
        var (paged, filter) = (new List<HistoryRecord>(), new HistoryFilter { Limit = 3 });
        do
        {
            var page = await app.History.ListAsync(filter);
            paged.AddRange(page.Records);
            filter.Cursor = page.Next;
        }
        while (filter.Cursor is not null);
        paged.Should().BeEquivalentTo(all.Records, o => o.WithStrictOrdering());

        (await CountAsync(new HistoryFilter { Operation = "backup", Outcome = OperationOutcome.Failed })).Should().Be(3);
        (await CountAsync(new HistoryFilter { ScheduleId = "nightly", Outcome = OperationOutcome.Succeeded })).Should().Be(4);
        (await CountAsync(new HistoryFilter { From = DateTimeOffset.UtcNow.AddDays(-2.5), Operation = "backup" })).Should().Be(4);
        (await CountAsync(new HistoryFilter { Before = DateTimeOffset.UtcNow.AddDays(-2.5) })).Should().Be(6);
        (await CountAsync(new HistoryFilter { BackupId = "' OR true --" })).Should().Be(0);

        var statistics = await app.History.GetStatisticsAsync();
        var backups = statistics.Operations.Should().HaveCount(2).And.Subject.First();
        (backups.Operation, backups.Total, backups.Succeeded, backups.Failed).Should().Be(("backup", 10, 7, 3));
        // Of 1, 2, 4, 5, 7, 8 and 10 s.
        (backups.MedianDuration!.Value.Seconds, backups.Percentile95Duration!.Value.Seconds, backups.MaxDuration!.Value.Seconds)
            .Should().Be((5, 10, 10));
        backups.LastSucceededAt.Should().BeCloseTo(DateTimeOffset.UtcNow.AddDays(-1), TimeSpan.FromMinutes(1));
        statistics.Operations[1].Should()
            .Match<OperationStatistics>(s => s.Cancelled == 1 && s.LastSucceededAt == null && s.MaxDuration == null);
        statistics.Days.Sum(d => d.TotalSize).Should().Be(37_000);
        statistics.Days.Max(d => d.LargestSize).Should().Be(10_000);
        statistics.Days.Should().BeInAscendingOrder(d => d.Day).And.OnlyContain(d => d.MostRows == d.LargestSize / 10);
        (await app.History.GetStatisticsAsync(DateTimeOffset.UtcNow.AddDays(-2.5))).Operations[0].Total.Should().Be(4);

        async Task<int> CountAsync(HistoryFilter chosen) => (await app.History.ListAsync(chosen)).Records.Count;
    }

    [Theory]
    [EachMajor]
    public async Task Running_is_believed_unless_the_run_or_the_age_tells_otherwise(int major)
    {
        await using var database = await PostgresServers.CreateDatabaseAsync(major);
        await using var app = App(database);
        await app.Backup.MigrateAsync();
        await database.ExecuteAsync("""
            INSERT INTO pgbackup.schedule_run (schedule_id, due_at, state, claim, lease_until, instance, finished_at) VALUES
                ('alive', '2026-01-01', 'running', gen_random_uuid(), now() + interval '1 minute', 'one', NULL),
                ('dead', '2026-01-01', 'running', gen_random_uuid(), now() - interval '1 second', 'one', NULL),
                ('taken over', '2026-01-01', 'running', gen_random_uuid(), now() + interval '1 minute', 'two', NULL),
                ('over', '2026-01-01', 'succeeded', NULL, NULL, 'one', now())
            """);
        await HistoryApp.InsertAsync(database, """
            SELECT o, 'running', now() - interval '6 days', NULL::interval, NULL::bigint, s, timestamptz '2026-01-01', 'one'
            FROM unnest(ARRAY['alive', 'dead', 'taken over', 'over', 'unknown']) s, unnest(ARRAY['backup', 'retention']) o
            UNION ALL SELECT 'by hand', 'running', now() - interval '6 days', NULL, NULL, NULL, NULL, NULL
            UNION ALL SELECT 'long ago', 'running', now() - interval '8 days', NULL, NULL, NULL, NULL, NULL
            """);

        var interrupted = await app.History.ListAsync(new HistoryFilter { Outcome = OperationOutcome.Interrupted });

        interrupted.Records.Select(r => $"{r.Operation} {r.ScheduleId}".Trim())
            .Should().BeEquivalentTo("backup dead", "backup taken over", "backup over", "long ago");
        (await app.History.ListAsync(new HistoryFilter { Outcome = OperationOutcome.Running })).Records.Should().HaveCount(8);
        (await app.History.GetStatisticsAsync()).Operations.Sum(o => o.Interrupted).Should().Be(4);
    }

    [Fact]
    public async Task Role_without_rights_is_told_which_it_needs()
    {
        await using var database = await PostgresServers.CreateDatabaseAsync();
        await using (var owner = App(database))
            await owner.Backup.MigrateAsync();
        var role = $"reader_{database.Name}";
        await database.ExecuteAsync($"CREATE ROLE {role} LOGIN PASSWORD 'r'; ALTER DATABASE {database.Name} OWNER TO {role}");
        await using var app = new HistoryApp(database.ConnectionStringOf(role, "r"), _directory.FullName);
        try
        {
            var list = () => app.History.ListAsync();
            var error = (await list.Should().ThrowAsync<PgBackupException>()).Which;
            error.Code.Should().Be("permission_denied");
            error.Message.Should().Contain("GRANT USAGE");
            error.Message.Should().StartWith("The role may not read the history");

            await database.ExecuteAsync($"""
                GRANT USAGE ON SCHEMA pgbackup TO {role}; GRANT SELECT ON ALL TABLES IN SCHEMA pgbackup TO {role};
                INSERT INTO pgbackup.backup_history (id, operation, outcome, started_at, finished_at, database_role, library_version)
                VALUES (gen_random_uuid(), 'backup', 'failed', now() - interval '1000 days', now(), 'me', '1');
                """);
            (await app.History.ListAsync()).Records.Should().ContainSingle();
            var prune = () => app.History.PruneAsync();
            (await prune.Should().ThrowAsync<PgBackupException>()).Which.Code.Should().Be("permission_denied");
        }
        finally
        {
            await database.ExecuteAsync($"ALTER DATABASE {database.Name} OWNER TO postgres; DROP OWNED BY {role}; DROP ROLE {role}");
        }
    }

    [Fact]
    public async Task Who_asked_is_written_down()
    {
        await using var database = await PostgresServers.CreateDatabaseAsync();
        await using var app = App(database);

        using (PgBackupCaller.Use("alice"))
        {
            using (PgBackupCaller.Use("bob"))
                await app.Backup.CreateBackupAsync(new BackupOptions { SchemaOnly = true });
            await app.Schedules.RunNowAsync("nightly");
        }

        await app.Backup.CreateBackupAsync();

        (await app.History.ListAsync()).Records.Select(r => $"{r.Operation} {r.ScheduleId} {r.RequestedBy}")
            .Should().Equal("backup  ", "backup nightly alice", "backup  bob");
        FluentActions.Invoking(() => PgBackupCaller.Use(" ")).Should().Throw<ArgumentException>();
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1001)]
    public async Task Page_has_bounds(int limit)
    {
        await using var app = new HistoryApp("Host=127.0.0.1;Port=1", _directory.FullName);

        await FluentActions.Awaiting(() => app.History.ListAsync(new HistoryFilter { Limit = limit }))
            .Should().ThrowAsync<ArgumentException>();
        await FluentActions.Awaiting(() => app.History.ListAsync(new HistoryFilter { Cursor = "2026" }))
            .Should().ThrowAsync<ArgumentException>();
    }

    private HistoryApp App(TestDatabase database) => new(database.ConnectionString, _directory.FullName);
}
