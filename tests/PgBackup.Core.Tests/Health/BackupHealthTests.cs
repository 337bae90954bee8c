using FluentAssertions;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Time.Testing;
using PgBackup.Tests.Servers;
using PgBackup.Tests.Telemetry;
using Xunit;

namespace PgBackup.Tests.Health;

public sealed class BackupHealthTests : IDisposable
{
    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("pgbackup-health-");

    public void Dispose() => _directory.Delete(recursive: true);

    [Theory]
    [EachMajor]
    public async Task Emptied_table_and_damage_are_told_of_once_each(int major)
    {
        await using var database = await PostgresServers.CreateDatabaseAsync(major);
        await database.ExecuteAsync("""
            CREATE TABLE orders (id int); INSERT INTO orders SELECT generate_series(1, 500);
            CREATE TABLE "Gone" (id int); INSERT INTO "Gone" SELECT generate_series(1, 500)
            """);
        await using var app = App(database.ConnectionString);
        var told = new List<string>();
        app.GetRequiredService<IBackupEvents>().Published += (_, e) =>
        {
            if (e.Kind is BackupEventKind.Unhealthy or BackupEventKind.Healthy)
                told.Add($"{e.Kind} {e.Severity}");
        };
        var schedules = app.GetRequiredService<IScheduledBackupService>();

        await schedules.RunNowAsync("nightly");
        (await CheckAsync(app)).Should().BeEmpty();
        await database.ExecuteAsync("""DELETE FROM orders; DROP TABLE "Gone" """);
        var emptied = await schedules.RunNowAsync("nightly");
        (await CheckAsync(app)).Should().Be("TableGone public.\"Gone\"|TableShrunk public.orders");
        (await CheckAsync(app)).Should().NotBeEmpty();

        Damage(emptied.BackupId!);
        (await app.GetRequiredService<IDatabaseBackup>().VerifyBackupAsync(emptied.BackupId!)).IsGood.Should().BeFalse();
        (await CheckAsync(app)).Should().Be("VerificationFailed ");
        await app.GetRequiredService<PgBackup.Events.EventHub>().FlushAsync(default);
        told.Should().Equal(["Unhealthy Warning"], "it is damaged, which has an event of its own, and so not well");
        await app.GetRequiredService<IDatabaseBackup>().DeleteBackupAsync(emptied.BackupId!);
        (await CheckAsync(app)).Should().BeEmpty();

        await app.DisposeAsync();
        told.Should().Equal("Unhealthy Warning", "Healthy Notice");
    }

    [Fact]
    public async Task Overdue_schedule_is_told_of_as_time_goes_by()
    {
        await using var database = await PostgresServers.CreateDatabaseAsync();
        await using (var made = App(database.ConnectionString))
            await made.GetRequiredService<IScheduledBackupService>().RunNowAsync("nightly");
        // Without rows of the server, the application's own clock counts.
        await database.ExecuteAsync("DROP SCHEMA pgbackup CASCADE");
        var time = new FakeTimeProvider(DateTimeOffset.UtcNow);
        await using var app = App(database.ConnectionString, services: s => s.AddSingleton<TimeProvider>(time));

        (await CheckAsync(app)).Should().BeEmpty();
        time.Advance(TimeSpan.FromHours(26));
        var next = app.GetRequiredService<IBackupHealth>();
        (await next.CheckAsync()).Reasons.Should().ContainSingle()
            .Which.Should().Match<BackupHealthReason>(r => r.Kind == BackupHealthReasonKind.BackupOverdue && r.ScheduleId == "nightly");
        time.Advance(TimeSpan.FromHours(24));
        var health = await next.CheckAsync();
        (health.Status, health.Schedules.Single().NextDueAt!.Value.UtcDateTime.Hour).Should().Be((BackupHealthStatus.Unhealthy, 2));
    }

    [Fact]
    public async Task Waiting_and_failing_runs_are_told_of()
    {
        await using var database = await PostgresServers.CreateDatabaseAsync();
        await using var app = App(database.ConnectionString);
        await app.GetRequiredService<IScheduledBackupService>().ListAsync();
        await database.ExecuteAsync("""
            INSERT INTO pgbackup.schedule_run (schedule_id, due_at, state, finished_at, error_message) VALUES
                ('nightly', now() - interval '4 days', 'failed', now(), 'long ago'),
                ('nightly', now() - interval '3 days', 'succeeded', now(), NULL),
                ('nightly', now() - interval '2 days', 'failed', now(), 'no'),
                ('nightly', now() - interval '1 day', 'failed', now(), 'no way'),
                ('nightly', now() - interval '1 hour', 'pending', NULL, NULL)
            """);

        var health = await app.GetRequiredService<IBackupHealth>().CheckAsync();

        health.Reasons.Select(r => r.Kind).Should().Equal(BackupHealthReasonKind.SchedulerStopped, BackupHealthReasonKind.RunFailed);
        health.Reasons[1].Message.Should().Contain("last 2 runs failed").And.EndWith("no way");
        health.Schedules.Single().FailedRuns.Should().Be(2);
    }

    [Fact]
    public async Task Too_little_room_is_told_of()
    {
        await using var database = await PostgresServers.CreateDatabaseAsync();
        await using var app = App(database.ConnectionString, o => o.Health.FreeBackups = 1e9);
        await app.GetRequiredService<IDatabaseBackup>().CreateBackupAsync();

        (await app.GetRequiredService<IBackupHealth>().CheckAsync()).FreeBytes.Should().BePositive();
        (await CheckAsync(app)).Should().BeEmpty("the schedule has no backup yet to measure by");
        await app.GetRequiredService<IScheduledBackupService>().RunNowAsync("nightly");
        (await CheckAsync(app)).Should().Be("SpaceLow ");
    }

    [Fact]
    public async Task Neither_store_nor_database_need_answer()
    {
        await using var app = new ServiceCollection()
            .AddPgBackup(o => (o.ConnectionString, o.Health.CacheFor) = ("Host=127.0.0.1;Port=1;Timeout=1;Password=hunter2", TimeSpan.Zero))
            .UseStore<BrokenStore>().Services.AddLogging().AddHealthChecks().AddPgBackup().Services.BuildServiceProvider();

        (await CheckAsync(app)).Should().Be("StoreUnreachable |DatabaseUnreachable ");

        var report = await app.GetRequiredService<HealthCheckService>().CheckHealthAsync();
        report.Status.Should().Be(HealthStatus.Unhealthy);
        report.Entries["pgbackup"].Description.Should().Contain("127.0.0.1:1").And.NotContain("hunter2");
    }

    [Fact]
    public async Task Host_learns_of_it_by_its_health_checks_and_gauges()
    {
        await using var database = await PostgresServers.CreateDatabaseAsync();
        await using var app = App(
            database.ConnectionString, services: s => s.AddLogging().AddHealthChecks().AddPgBackup("backups", tags: ["db"]));
        using var collected = new Collected();
        var run = await app.GetRequiredService<IScheduledBackupService>().RunNowAsync("nightly");

        var report = await app.GetRequiredService<HealthCheckService>().CheckHealthAsync(r => r.Tags.Contains("db"));
        report.Entries["backups"].Should()
            .Match<HealthReportEntry>(e => e.Status == HealthStatus.Healthy && e.Data.ContainsKey("newest.nightly"));

        // The first collection asks for what the next one gets.
        for (var i = 0; i < 100 && collected.Points("pgbackup.backup.age", "db.namespace", database.Name).Count == 0; i++)
            await Task.Delay(100);
        var age = collected.Points("pgbackup.backup.age", "db.namespace", database.Name).Should().ContainSingle().Subject;
        (age.Unit, age.Tags["pgbackup.schedule.id"]).Should().Be(("s", "nightly"));
        age.Value.Should().BeInRange(0, 120);
        collected.Points("pgbackup.schedule.next_due", "db.namespace", database.Name).Single().Value.Should().BeInRange(0, 86_400);
        run.State.Should().Be(ScheduleRunState.Succeeded);
    }

    [Fact]
    public async Task Answer_is_kept_for_a_while_and_one_look_serves_all()
    {
        var store = new BrokenStore();
        var time = new FakeTimeProvider(DateTimeOffset.UtcNow);
        await using var app = new ServiceCollection().AddSingleton<IBackupStore>(store).AddSingleton<TimeProvider>(time).AddPgBackup()
            .Services.BuildServiceProvider();
        var health = app.GetRequiredService<IBackupHealth>();

        await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => Task.Run(() => health.CheckAsync())));
        store.Listed.Should().Be(1);
        time.Advance(TimeSpan.FromSeconds(16));
        await health.CheckAsync();
        store.Listed.Should().Be(2);
    }

    [Fact]
    public async Task Store_that_does_not_answer_is_not_waited_for_without_end()
    {
        var store = new BrokenStore { IsSilent = true };
        var time = new FakeTimeProvider(DateTimeOffset.UtcNow);
        await using var app = new ServiceCollection().AddSingleton<IBackupStore>(store).AddSingleton<TimeProvider>(time).AddPgBackup()
            .Services.BuildServiceProvider();

        var checking = app.GetRequiredService<IBackupHealth>().CheckAsync();
        while (store.Listed == 0)
            await Task.Delay(10);
        time.Advance(TimeSpan.FromSeconds(59));
        checking.IsCompleted.Should().BeFalse();
        time.Advance(TimeSpan.FromSeconds(2));
        var health = await checking.WaitAsync(TimeSpan.FromSeconds(30));

        health.Status.Should().Be(BackupHealthStatus.Unhealthy);
        health.Reasons.Should().Contain(r => r.Kind == BackupHealthReasonKind.StoreUnreachable && r.Message.Contains("within 60 s"));
    }

    private static async Task<string> CheckAsync(ServiceProvider app) =>
        string.Join('|', (await app.GetRequiredService<IBackupHealth>().CheckAsync()).Reasons.Select(r => $"{r.Kind} {r.ObjectName}"));

    private void Damage(string id)
    {
        var artifact = Directory.EnumerateFiles(_directory.FullName, id + "*").Single(f => f.EndsWith(".gz", StringComparison.Ordinal));
        var bytes = File.ReadAllBytes(artifact);
        bytes[bytes.Length / 2] ^= 0xFF;
        File.WriteAllBytes(artifact, bytes);
    }

    private ServiceProvider App(
        string connectionString, Action<PgBackupOptions>? configure = null, Action<IServiceCollection>? services = null)
    {
        var collection = new ServiceCollection();
        services?.Invoke(collection);
        return collection.AddPgBackup(o =>
            {
                (o.ConnectionString, o.Directory, o.Health.CacheFor) = (connectionString, _directory.FullName, TimeSpan.Zero);
                configure?.Invoke(o);
            })
            .AddSchedule("nightly", "0 2 * * *", s => s.TimeZone = "UTC").Services.BuildServiceProvider();
    }

    private sealed class BrokenStore : IBackupStore
    {
        private int _listed;

        public int Listed => _listed;

        public bool IsSilent { get; init; }

        public string Description => "a broken store";

        public Task<IBackupStoreWrite> CreateAsync(string name, CancellationToken cancellationToken) => throw new IOException("broken");

        public Task<Stream> OpenReadAsync(string name, long offset, long? length, CancellationToken cancellationToken) =>
            throw new IOException("broken");

        public IAsyncEnumerable<StoredFile> ListAsync(CancellationToken cancellationToken)
        {
            Interlocked.Increment(ref _listed);
            return IsSilent ? WaitAsync(cancellationToken) : throw new IOException("broken");
        }

        public Task<bool> DeleteAsync(string name, CancellationToken cancellationToken) => throw new IOException("broken");

        private static async IAsyncEnumerable<StoredFile> WaitAsync(
            [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
        {
            await Task.Delay(System.Threading.Timeout.InfiniteTimeSpan, cancellationToken);
            yield break;
        }
    }
}
