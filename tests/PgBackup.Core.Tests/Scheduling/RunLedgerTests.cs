using FluentAssertions;
using PgBackup.Postgres;
using PgBackup.Scheduling;
using PgBackup.Stores;
using PgBackup.Tests.Servers;
using Xunit;

namespace PgBackup.Tests.Scheduling;

public sealed class RunLedgerTests : IDisposable
{
    private static readonly RunEnd Done = new(ScheduleRunState.Succeeded, "made", 1, null, null);

    private readonly List<CoordinationDatabase> _databases = [];

    public void Dispose() => _databases.ForEach(d => d.Dispose());

    [Theory]
    [EachMajor]
    public async Task Of_many_that_reach_for_a_due_time_one_gets_it(int major)
    {
        await using var database = await PostgresServers.CreateDatabaseAsync(major);
        var ledgers = Enumerable.Range(0, 8).Select(i => Ledger(database, $"{i}")).ToList();
        var definition = Definition(OverlapRule.Allow);
        await ledgers[0].RegisterAsync([definition], default);

        var claims = new List<RunClaim>();
        for (var round = 0; round < 4; round++)
        {
            await Task.Delay(1000);
            claims.AddRange((await Task.WhenAll(ledgers.Select(l => l.TakeAsync(definition, 4, default)))).SelectMany(t => t.Claims));
        }

        claims.Select(c => c.DueAt).Should().OnlyHaveUniqueItems().And.HaveCountGreaterThanOrEqualTo(3);
        var due = claims.Select(c => c.DueAt).Order().ToList();
        due.Zip(due.Skip(1)).Should().OnlyContain(pair => pair.Second - pair.First == TimeSpan.FromSeconds(1), "none is lost");
    }

    [Fact]
    public async Task Who_lost_the_lease_can_neither_renew_nor_end_nor_give_back()
    {
        await using var database = await PostgresServers.CreateDatabaseAsync();
        var (dead, living) = (Ledger(database, "dead"), Ledger(database, "living"));
        var definition = Definition(OverlapRule.Wait);
        var (_, lost) = await dead.TakeNowAsync(definition, default);
        (await dead.RenewAsync(lost!, default)).Should().BeTrue();
        (await living.TakeAsync(definition, 4, default)).Claims.Should().BeEmpty("the lease lasts");

        await ExpireAsync(database);
        (await living.TakeNowAsync(definition, default)).Claim.Should().NotBeNull("who is dead keeps nobody waiting");
        await database.ExecuteAsync("DELETE FROM pgbackup.schedule_run WHERE instance = 'living'");
        var taken = (await living.TakeAsync(definition, 1, default)).Claims.Should().ContainSingle().Subject;

        (taken.DueAt, taken.Claims).Should().Be((lost!.DueAt, 2));
        (await dead.RenewAsync(lost, default)).Should().BeFalse();
        (await dead.GiveBackAsync(lost, default)).Should().BeFalse();
        (await dead.EndAsync(lost, Done, default)).Should().BeFalse();
        (await living.EndAsync(taken, Done, default)).Should().BeTrue();
        (await living.EndAsync(taken, Done, default)).Should().BeFalse("it has ended");
        (await database.ScalarAsync<string>("SELECT state || ' ' || instance FROM pgbackup.schedule_run WHERE manual"))
            .Should().Be("succeeded living");
    }

    [Fact]
    public async Task Late_lease_that_nobody_took_is_renewed()
    {
        await using var database = await PostgresServers.CreateDatabaseAsync();
        var ledger = Ledger(database, "slow");
        var (_, claim) = await ledger.TakeNowAsync(Definition(OverlapRule.Skip), default);
        await ExpireAsync(database);

        (await ledger.RenewAsync(claim!, default)).Should().BeTrue();
        (await ledger.GiveBackAsync(claim!, default)).Should().BeTrue();
        (await database.ScalarAsync<string>("SELECT state FROM pgbackup.schedule_run")).Should().Be("pending");
    }

    [Fact]
    public async Task Expression_that_changed_holds_from_when_it_is_seen()
    {
        await using var database = await PostgresServers.CreateDatabaseAsync();
        var ledger = Ledger(database, "one");
        await ledger.RegisterAsync([Definition(OverlapRule.Allow, "@yearly")], default);
        await database.ExecuteAsync("UPDATE pgbackup.schedule SET planned_until = planned_until - interval '30 seconds'");

        (await ledger.TakeAsync(Definition(OverlapRule.Allow), 64, default)).Claims.Should().BeEmpty();
        await Task.Delay(1100);
        (await ledger.TakeAsync(Definition(OverlapRule.Allow), 64, default)).Claims.Should().HaveCountLessThan(20).And.NotBeEmpty();
    }

    [Fact]
    public async Task Instances_that_name_one_time_zone_differently_lose_no_due_time()
    {
        await using var database = await PostgresServers.CreateDatabaseAsync();
        var ledgers = new[] { Ledger(database, "one"), Ledger(database, "two") };
        var definitions = new[] { Definition(OverlapRule.Allow), Definition(OverlapRule.Allow, zone: "Etc/UTC") };
        await ledgers[0].RegisterAsync([definitions[0]], default);

        var due = new List<DateTimeOffset>();
        for (var i = 0; i < 13; i++)
        {
            await Task.Delay(300);
            due.AddRange((await ledgers[i % 2].TakeAsync(definitions[i % 2], 64, default)).Claims.Select(c => c.DueAt));
        }

        due.Should().HaveCountGreaterThanOrEqualTo(3);
        due.Zip(due.Skip(1)).Should().OnlyContain(pair => pair.Second - pair.First == TimeSpan.FromSeconds(1));
    }

    [Fact]
    public async Task Clock_of_the_server_that_is_put_back_stops_no_schedule_and_doubles_no_run()
    {
        await using var database = await PostgresServers.CreateDatabaseAsync();
        var (ledger, definition) = (Ledger(database, "one"), Definition(OverlapRule.Allow));
        await ledger.RegisterAsync([definition], default);
        await Task.Delay(1100);
        var due = (await ledger.TakeAsync(definition, 64, default)).Claims.Select(c => c.DueAt).ToList();
        await database.ExecuteAsync("UPDATE pgbackup.schedule SET planned_until = clock_timestamp() + interval '10 years'");

        (await ledger.TakeAsync(definition, 64, default)).Claims.Should().HaveCountLessThanOrEqualTo(1);
        await Task.Delay(1100);
        due.AddRange((await ledger.TakeAsync(definition, 64, default)).Claims.Select(c => c.DueAt));

        due.Should().OnlyHaveUniqueItems().And.HaveCountGreaterThanOrEqualTo(2);
    }

    private static Task ExpireAsync(TestDatabase database) =>
        database.ExecuteAsync("UPDATE pgbackup.schedule_run SET lease_until = clock_timestamp() - interval '1 second'");

    private static ScheduleDefinition Definition(OverlapRule overlap, string cron = "* * * * * *", string zone = "UTC") =>
        ScheduleDefinition.From(new BackupSchedule { Id = "often", Schedule = cron, TimeZone = zone, Overlap = overlap });

    private RunLedger Ledger(TestDatabase database, string instance)
    {
        var options = new PgBackupOptions { ConnectionString = database.ConnectionString };
        options.Scheduling.Lease = TimeSpan.FromMinutes(1);
        var coordination = new CoordinationDatabase(
            new Lazy<DatabaseConnector>(() => DatabaseConnector.For(database.ConnectionString)), options, new LocalFileStore("unused"),
                TimeProvider.System);
        _databases.Add(coordination);
        return new RunLedger(coordination, options.Scheduling, instance, TimeProvider.System);
    }
}
