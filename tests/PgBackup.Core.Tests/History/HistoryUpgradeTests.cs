using FluentAssertions;
using PgBackup.History;
using PgBackup.Tests.Servers;
using Xunit;

namespace PgBackup.Tests.History;

/// <summary>Databases whose schema <c>pgbackup</c> was made by an earlier library.</summary>
public sealed class HistoryUpgradeTests : IDisposable
{
    private const string OfVersionOne = """
        INSERT INTO pgbackup.backup_history
            (id, operation, backup_id, outcome, started_at, finished_at, database_role, requested_by, application_name, host_name,
             process_id, options, size_bytes, row_count, error_code, error_message, library_version)
        VALUES
            ('0a1b2c3d-0000-4000-8000-000000000001', 'backup', '20260131-020000-0a1b2c3d', 'succeeded', '2026-01-31 02:00:00+00',
             '2026-01-31 02:00:07.5+00', 'app', 'ann', 'web', 'host1', 42, '{"Format = sql"}', 1000, 20, NULL, NULL, '1.0.0'),
            ('0a1b2c3d-0000-4000-8000-000000000002', 'restore', '20260131-020000-0a1b2c3d', 'failed', '2026-01-31 03:00:00+00',
             '2026-01-31 03:00:01+00', 'app', NULL, NULL, NULL, NULL, '{}', NULL, NULL, 'target_not_empty', 'it is full', '1.0.0'),
            ('0a1b2c3d-0000-4000-8000-000000000003', 'verify', NULL, 'running', '2026-01-31 04:00:00+00', NULL, 'app',
             NULL, NULL, NULL, NULL, '{}', NULL, NULL, NULL, NULL, '1.0.0')
        """;

    private const string OfVersionTwo = """
        INSERT INTO pgbackup.schedule (id, cron, time_zone, planned_until) VALUES ('nightly', '0 2 * * *', 'UTC', '2026-01-31 02:00:00+00');
        INSERT INTO pgbackup.schedule_run (schedule_id, due_at, state, attempts, claims, instance, started_at, finished_at, backup_id)
        VALUES ('nightly', '2026-01-31 02:00:00+00', 'succeeded', 1, 1, 'host1', '2026-01-31 02:00:00+00', '2026-01-31 02:00:08+00',
                '20260131-020000-0a1b2c3d'),
               ('nightly', '2026-01-30 02:00:00+00', 'missed', 0, 0, NULL, NULL, NULL, NULL);
        UPDATE pgbackup.backup_history SET schedule_id = 'nightly', due_at = started_at, instance = 'host1' WHERE operation = 'backup';
        """;

    private const string Rows = """
        SELECT to_jsonb(h) AS content FROM pgbackup.backup_history h
        UNION ALL SELECT to_jsonb(v) FROM pgbackup.schema_version v
        """;

    private const string RowsOfSchedules = """
        UNION ALL SELECT to_jsonb(s) FROM pgbackup.schedule s
        UNION ALL SELECT to_jsonb(r) FROM pgbackup.schedule_run r
        """;

    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("pgbackup-upgrade-");

    public static TheoryData<int> OlderVersions => [.. HistoryMigration.All.Select(m => m.Version).SkipLast(1)];

    public void Dispose() => _directory.Delete(recursive: true);

    [Theory]
    [MemberData(nameof(OlderVersions))]
    public async Task Rows_of_an_older_schema_outlive_its_upgrade_and_are_read(int version)
    {
        await using var database = await PostgresServers.CreateDatabaseAsync();
        foreach (var migration in HistoryMigration.All.Where(m => m.Version <= version))
            await Psql.RunAsync(database, $"BEGIN;{migration.Script}COMMIT;");
        await database.ExecuteAsync(OfVersionOne);
        if (version >= 2)
            await database.ExecuteAsync(OfVersionTwo);
        await database.ExecuteAsync($"CREATE TABLE kept AS {Rows} {(version >= 2 ? RowsOfSchedules : "")}");
        await using var app = new HistoryApp(database.ConnectionString, _directory.FullName);

        (await app.Backup.MigrateAsync()).Should().Be(HistoryMigration.LatestVersion);

        (await database.ColumnAsync<string>(
            $"SELECT k.content::text FROM kept k WHERE NOT EXISTS (SELECT FROM ({Rows} {RowsOfSchedules}) n WHERE n.content @> k.content)"))
            .Should().BeEmpty("each row is there with all that it told");
        (await database.ScalarAsync<long>("SELECT count(*) FROM pgbackup.schema_version")).Should().Be(HistoryMigration.LatestVersion);
        await ReadAsync(app, version);
    }

    private static async Task ReadAsync(HistoryApp app, int version)
    {
        var records = (await app.History.ListAsync()).Records;
        records.Select(r => r.Operation).Should().Equal("verify", "restore", "backup");
        records[2].Should().Match<HistoryRecord>(r => r.BackupId == "20260131-020000-0a1b2c3d" && r.Outcome == OperationOutcome.Succeeded
            && r.Size == 1000 && r.Rows == 20 && r.Duration == TimeSpan.FromSeconds(7.5));
        records[2].ScheduleId.Should().Be(version >= 2 ? "nightly" : null);
        (await app.History.GetStatisticsAsync(new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero)))
            .Operations.Should().HaveCountGreaterThan(1);
        var runs = await app.Schedules.ListRunsAsync("nightly");
        runs.Select(r => r.State).Should().Equal(version >= 2 ? [ScheduleRunState.Succeeded, ScheduleRunState.Missed] : []);

        var backup = await app.Backup.CreateBackupAsync();
        (await app.History.ListAsync()).Records.Should().Contain(r => r.BackupId == backup.Id && r.Outcome == OperationOutcome.Succeeded);
    }
}
