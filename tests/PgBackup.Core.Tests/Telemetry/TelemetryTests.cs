using System.Diagnostics;
using FluentAssertions;
using PgBackup.Tests.History;
using PgBackup.Tests.Servers;
using Xunit;

namespace PgBackup.Tests.Telemetry;

public sealed class TelemetryTests : IDisposable
{
    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("pgbackup-telemetry-");

    public void Dispose() => _directory.Delete(recursive: true);

    [Theory]
    [EachMajor]
    public async Task Backup_and_restore_are_traced_and_measured(int major)
    {
        await using var database = await PostgresServers.CreateDatabaseAsync(major);
        await database.ExecuteAsync("""
            CREATE TABLE small (id int PRIMARY KEY); INSERT INTO small VALUES (1);
            CREATE TABLE large (id int PRIMARY KEY, t text); INSERT INTO large SELECT i, repeat('x', 50) FROM generate_series(1, 1000) i
            """);
        await using var app = new HistoryApp(database.ConnectionString, _directory.FullName);
        using var collected = new Collected();

        var run = await app.Schedules.RunNowAsync("nightly");
        await app.Backup.RestoreBackupAsync(run.BackupId!, new RestoreOptions { DropExisting = true });

        var operations = collected.Spans.Where(s => s.ParentSpanId == collected.Root).ToDictionary(s => s.OperationName);
        var backup = operations["backup"];
        (backup.GetTagItem("db.namespace"), backup.GetTagItem("pgbackup.backup.id"), backup.GetTagItem("pgbackup.schedule.id"),
            backup.GetTagItem("pgbackup.outcome"), backup.GetTagItem("pgbackup.rows"))
            .Should().Be((database.Name, run.BackupId, "nightly", "succeeded", 1001L));
        Below(backup).Should().Equal("connect", "catalog", "copy", "write manifest");
        TablesOf(backup, "copy").Should().Equal("public.large 1000", "public.small 1");
        var restore = operations["restore"];
        Below(restore).Should().Equal("plan", "schema", "rows", "indexes and constraints", "finish");
        TablesOf(restore, "rows").Should().Equal("public.large 1000", "public.small 1");
        collected.Spans.Should().OnlyContain(s => s.Status == ActivityStatusCode.Unset && s.Duration > TimeSpan.Zero);
        Activity.Current!.OperationName.Should().Be("test");

        var count = collected.Points("pgbackup.operations", "db.namespace", database.Name);
        string[] names = ["pgbackup.operation", "pgbackup.outcome", "pgbackup.schedule.id"];
        count.Select(p => $"{string.Join(' ', names.Select(n => p.Tags.GetValueOrDefault(n)))} {p.Value}")
            .Should().BeEquivalentTo("backup succeeded nightly 1", "restore succeeded  1");
        collected.Points("pgbackup.operation.duration", "db.namespace", database.Name).Should().HaveCount(2)
            .And.OnlyContain(p => p.Unit == "s" && p.Value > 0 && p.Count == 1);
        var size = collected.Points("pgbackup.backup.size", "db.namespace", database.Name).Should().ContainSingle().Subject;
        (size.Value, size.Unit).Should().Be(((await app.Backup.FindBackupAsync(run.BackupId!))!.Size, "By"));
        collected.Points("pgbackup.rows", "db.namespace", database.Name).Should().OnlyContain(p => p.Value == 1001);

        IEnumerable<string> Below(Activity span) =>
            collected.Spans.Where(s => s.ParentSpanId == span.SpanId).OrderBy(s => s.StartTimeUtc).Select(s => s.OperationName);

        IEnumerable<string> TablesOf(Activity operation, string phase)
        {
            var parent = collected.Spans.Single(s => s.ParentSpanId == operation.SpanId && s.OperationName == phase);
            return collected.Spans.Where(s => s.ParentSpanId == parent.SpanId)
                .Select(s => $"{s.GetTagItem("db.collection.name")} {s.GetTagItem("pgbackup.rows")}");
        }
    }

    [Fact]
    public async Task Failure_has_its_code_and_no_words()
    {
        await using var database = await PostgresServers.CreateDatabaseAsync();
        await using var app = new HistoryApp(database.ConnectionString, _directory.FullName, o => o.History = HistoryMode.Disabled);
        using var collected = new Collected();

        await FluentActions.Awaiting(() => app.Backup.CreateBackupAsync(new BackupOptions { Tables = { "nothing" } }))
            .Should().ThrowAsync<PgBackupException>();
        using var cancelled = new CancellationTokenSource();
        await cancelled.CancelAsync();
        await FluentActions.Awaiting(() => app.Backup.CreateBackupAsync(null, null, cancelled.Token))
            .Should().ThrowAsync<OperationCanceledException>();

        var span = collected.Spans.Single(s => s.OperationName == "backup" && s.Status == ActivityStatusCode.Error);
        (span.StatusDescription, span.GetTagItem("error.type")).Should().Be(("relation_not_found", "relation_not_found"));
        collected.Points("pgbackup.operations", "db.namespace", database.Name)
            .Select(p => $"{p.Tags["pgbackup.outcome"]} {p.Tags.GetValueOrDefault("error.type")}")
            .Should().BeEquivalentTo("failed relation_not_found", "cancelled ");
    }

    [Fact]
    public async Task Only_the_largest_tables_have_spans()
    {
        await using var database = await PostgresServers.CreateDatabaseAsync();
        await database.ExecuteAsync("""
            DO $$ BEGIN FOR i IN 1..120 LOOP
                EXECUTE format('CREATE TABLE t%s AS SELECT g FROM generate_series(1, %s) g', lpad(i::text, 3, '0'), i);
            END LOOP; END $$
            """);
        await using var app = new HistoryApp(database.ConnectionString, _directory.FullName);
        using var collected = new Collected();

        await app.Backup.CreateBackupAsync();

        collected.Spans.Where(s => s.OperationName == "table").Select(s => s.GetTagItem("db.collection.name"))
            .Should().HaveCount(100).And.OnlyContain(name => string.CompareOrdinal((string)name!, "public.t020") > 0);
    }
}
