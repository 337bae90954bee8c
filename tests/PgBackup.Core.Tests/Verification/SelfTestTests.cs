using FluentAssertions;
using PgBackup.CustomStore;
using PgBackup.Tests.Restore;
using PgBackup.Tests.RoundTrip;
using PgBackup.Tests.Servers;
using Xunit;

namespace PgBackup.Tests.Verification;

public sealed class SelfTestTests
{
    private static readonly string[] Steps = ["backup", "list", "verify", "restore", "compare", "delete"];

    [Theory]
    [EachMajor]
    public async Task Self_test_passes_on_each_major(int major)
    {
        await using var world = await RestoreWorld.CreateAsync(major: major);

        var report = await world.Backups.SelfTestAsync(new SelfTestOptions { Formats = { "sql" } });

        report.Passed.Should().BeTrue(string.Join("\n", report.Steps));
    }

    [Fact]
    public async Task Each_format_is_tried_and_nothing_stays()
    {
        await using var world = await RestoreWorld.CreateAsync();
        await world.Source.ExecuteAsync("SELECT lo_from_bytea(0, 'large')");
        var (databases, directories) = (await DatabasesAsync(world.Source), Directories());
        var steps = new List<SelfTestStep>();
        SelfTestReport? report = null;

        await RestoreWorld.UnchangedAsync(
            world.Source, async () => report = await world.Backups.SelfTestAsync(null, new Immediate<SelfTestStep>(steps.Add)));

        report!.Passed.Should().BeTrue(string.Join("\n", report.Steps));
        report.Steps.Should().Equal(steps);
        report.TablesWithoutRows.Should().BeEmpty();
        report.Steps.Select(s => s.Name).Should().Equal(
            ["connect", .. TestFormats.All.Select(f => f.Name).Order(StringComparer.Ordinal).SelectMany(
                f => Steps.Select(s => $"{s} {f}")), "clean up"]);
        await NothingNewAsync(() => DatabasesAsync(world.Source), databases);
        await NothingNewAsync(() => Task.FromResult<IReadOnlyList<string>>(Directories()), directories);
        Directory.Exists(world.Host.StorePath).Should().BeFalse("the host's own store is not used");
    }

    [Fact]
    public async Task Large_tables_and_those_that_refer_to_them_take_part_without_rows()
    {
        await using var world = await RestoreWorld.CreateAsync("""
            CREATE TABLE large (id int PRIMARY KEY, t text); INSERT INTO large SELECT i, repeat('x', 1000) FROM generate_series(1, 200) i;
            CREATE TABLE refers (id int REFERENCES large) PARTITION BY LIST (id);
            CREATE TABLE refers_1 PARTITION OF refers FOR VALUES IN (1); INSERT INTO refers VALUES (1);
            CREATE TABLE far (id int); ALTER TABLE refers_1 ADD UNIQUE (id); ALTER TABLE far ADD FOREIGN KEY (id) REFERENCES refers_1 (id);
            INSERT INTO far VALUES (1);
            CREATE TABLE small (id int); INSERT INTO small VALUES (1);
            """);

        var report = await world.Backups.SelfTestAsync(new SelfTestOptions { MaxTableBytes = 65536, Formats = { "sql" } });

        report.Passed.Should().BeTrue(string.Join("\n", report.Steps));
        report.TablesWithoutRows.Should().BeEquivalentTo("public.large", "public.refers_1", "public.far");
        report.Steps[0].Message.Should().Contain("4 tables, 3 of them without rows");
        report.Steps[1].Message.Should().StartWith("1 rows");
    }

    [Fact]
    public async Task Without_the_right_to_make_databases_the_step_names_the_statement_that_helps()
    {
        await using var world = await RestoreWorld.CreateAsync("CREATE TABLE t (id int); INSERT INTO t VALUES (1)");
        var role = $"{world.Source.Name}_role";
        await world.Source.ExecuteAsync($"CREATE ROLE {role} LOGIN PASSWORD 'x'; GRANT SELECT ON t TO {role}");
        try
        {
            var backups = world.Over(world.Source.As(role, "x"));
            var report = await backups.SelfTestAsync(new SelfTestOptions { Formats = { "csv" } });

            report.Passed.Should().BeFalse();
            report.Steps.Where(s => s.Outcome == SelfTestOutcome.Failed).Should().ContainSingle()
                .Which.Should().Match<SelfTestStep>(s => s.Name == "restore csv" && s.Message.Contains($"ALTER ROLE {role} CREATEDB"));
            report.Steps.Where(s => s.Outcome == SelfTestOutcome.Skipped).Select(s => s.Name).Should().Equal("compare csv");

            await world.Source.ExecuteAsync($"ALTER ROLE {role} CREATEDB; REVOKE SELECT ON t FROM {role}");
            report = await backups.SelfTestAsync(new SelfTestOptions { Formats = { "csv" } });
            report.Steps[1].Should().Match<SelfTestStep>(s => s.Outcome == SelfTestOutcome.Failed && s.Message.Contains("GRANT SELECT"));
            report.Steps.Skip(2).SkipLast(1).Should().OnlyContain(s => s.Outcome == SelfTestOutcome.Skipped);

            await world.Source.ExecuteAsync($"GRANT SELECT ON t TO {role}");
            report = await backups.SelfTestAsync(new SelfTestOptions { Formats = { "csv" } });
            report.Passed.Should().BeTrue(string.Join("\n", report.Steps));
        }
        finally
        {
            await world.Source.ExecuteAsync($"DROP OWNED BY {role}; DROP ROLE {role}");
        }
    }

    [Fact]
    public async Task Server_that_is_not_there_is_a_failed_step()
    {
        using var host = new BackupHost();

        var report = await host.For("Host=127.0.0.1;Port=1;Username=x;Database=x").SelfTestAsync(
            new SelfTestOptions { Formats = { "sql" } });

        report.Steps.Select(s => s.Outcome).Should().Equal(
            [SelfTestOutcome.Failed, .. Steps.Select(_ => SelfTestOutcome.Skipped), SelfTestOutcome.Passed]);
    }

    [Theory]
    [InlineData("connect", 0)]
    [InlineData("backup sql", 0)]
    [InlineData("list sql", 0)]
    [InlineData("verify sql", 0)]
    [InlineData("restore sql", 0)]
    [InlineData("compare sql", 0)]
    [InlineData("verify sql", 100)]
    public async Task Cancelled_after_any_step_it_leaves_nothing(string step, int milliseconds)
    {
        await using var world = await RestoreWorld.CreateAsync(
            "CREATE TABLE t (id int PRIMARY KEY, t text); INSERT INTO t SELECT i, md5(i::text) FROM generate_series(1, 5000) i");
        var (databases, directories) = (await DatabasesAsync(world.Source), Directories());
        using var cancellation = new CancellationTokenSource();
        var last = "";
        var progress = new Immediate<SelfTestStep>(s =>
        {
            last = s.Name;
            if (s.Name == step && milliseconds == 0)
                cancellation.Cancel();
            else if (s.Name == step)
                cancellation.CancelAfter(milliseconds);
        });

        await RestoreWorld.UnchangedAsync(world.Source, async () =>
        {
            var test = () => world.Backups.SelfTestAsync(
                new SelfTestOptions { Formats = { "sql", "json", "csv" }, UseStore = true }, progress, cancellation.Token);
            await test.Should().ThrowAsync<OperationCanceledException>();
        });

        last.Should().Be("clean up");
        await NothingNewAsync(() => DatabasesAsync(world.Source), databases);
        (await world.Backups.ListBackupsAsync()).Should().BeEmpty();
        await NothingNewAsync(() => Task.FromResult<IReadOnlyList<string>>(Directories()), directories);
    }

    [Fact]
    public async Task Store_of_the_host_that_fails_is_a_failed_step_and_nothing_stays()
    {
        await using var database = await PostgresServers.CreateDatabaseAsync();
        await database.ExecuteAsync("CREATE TABLE t (id int); INSERT INTO t VALUES (1)");
        var databases = await DatabasesAsync(database);
        var store = new FailingStore();
        using var host = new BackupHost(store);
        var backups = host.For(database.ConnectionString);
        var own = await backups.CreateBackupAsync(new BackupOptions { Label = "the host's own" });
        var options = new SelfTestOptions { Formats = { "sql" }, UseStore = true };

        (await backups.SelfTestAsync(options)).Passed.Should().BeTrue();
        store.FailsToWrite = true;
        var unwritten = await backups.SelfTestAsync(options);
        (store.FailsToWrite, store.FailsToReadArtifacts) = (false, true);
        var unread = await backups.SelfTestAsync(options);
        (store.FailsToReadArtifacts, store.FailsToDelete) = (false, true);
        var undeleted = await backups.SelfTestAsync(options);
        store.FailsToDelete = false;

        unwritten.Steps.First(s => s.Outcome != SelfTestOutcome.Passed).Should().Match<SelfTestStep>(
            s => s.Name == "backup sql" && s.Message.Contains("no room"));
        unread.Steps.First(s => s.Outcome != SelfTestOutcome.Passed).Should().Match<SelfTestStep>(
            s => s.Name == "verify sql" && s.Message.Contains("no reading"));
        unread.Steps.Should().Contain(s => s.Name == "delete sql" && s.Outcome == SelfTestOutcome.Passed);
        undeleted.Steps[^1].Should().Match<SelfTestStep>(
            s => s.Outcome == SelfTestOutcome.Failed && s.Message.Contains("label 'self-test "));
        foreach (var left in (await backups.ListBackupsAsync()).Where(b => b.Id != own.Id))
        {
            left.Label.Should().StartWith("self-test ");
            await backups.DeleteBackupAsync(left.Id);
        }

        (await backups.ListBackupsAsync()).Select(b => b.Id).Should().Equal(own.Id);
        await NothingNewAsync(() => DatabasesAsync(database), databases);
    }

    [Fact]
    public async Task Subscription_keeps_no_throw_away_database()
    {
        await using var world = await RestoreWorld.CreateAsync(
            "CREATE SUBSCRIPTION {0} CONNECTION 'host=nowhere' PUBLICATION p WITH (connect = false)"
            .Replace("{0}", $"s_{Guid.NewGuid():N}", StringComparison.Ordinal));
        try
        {
            var databases = await DatabasesAsync(world.Source);
            var id = await world.BackUpAsync();

            (await world.Backups.VerifyBackupAsync(id, VerificationLevel.TestRestore)).Problems.Should().BeEmpty();
            (await world.Backups.SelfTestAsync(new SelfTestOptions { Formats = { "sql" } })).Passed.Should().BeTrue();

            await NothingNewAsync(() => DatabasesAsync(world.Source), databases);
        }
        finally
        {
            var name = await world.Source.ScalarAsync<string>(
                "SELECT subname::text FROM pg_subscription s JOIN pg_database d ON d.oid = subdbid WHERE datname = current_database()");
            await world.Source.ExecuteAsync($"ALTER SUBSCRIPTION {name} SET (slot_name = NONE); DROP SUBSCRIPTION {name}");
        }
    }

    [Fact]
    public async Task Format_that_changes_rows_is_found_out()
    {
        await using var database = await PostgresServers.CreateDatabaseAsync();
        await database.ExecuteAsync("CREATE TABLE t (id int, word text); INSERT INTO t VALUES (1, 'true')");
        using var host = new BackupHost();
        await using var backups = new DatabaseBackup(
            Microsoft.Extensions.Options.Options.Create(
                new PgBackupOptions { ConnectionString = database.ConnectionString, History = HistoryMode.Disabled }),
            [new LyingFormat()], new MemoryStore(), TimeProvider.System);

        var report = await backups.SelfTestAsync(null, null, default);

        report.Steps.Where(s => s.Outcome == SelfTestOutcome.Failed).Should().ContainSingle()
            .Which.Should().Match<SelfTestStep>(s => s.Name == "compare lying" && s.Message.Contains("public.t"));
        report.Passed.Should().BeFalse();
    }

    // Other tests make such things as well, and remove them soon.
    private static async Task NothingNewAsync(Func<Task<IReadOnlyList<string>>> list, IReadOnlyList<string> before)
    {
        var left = (await list()).Except(before).ToList();
        for (var i = 0; i < 100 && left.Count > 0; i++)
        {
            await Task.Delay(200);
            left = [.. left.Intersect(await list())];
        }

        left.Should().BeEmpty();
    }

    private static Task<IReadOnlyList<string>> DatabasesAsync(TestDatabase database) =>
        database.ColumnAsync<string>("SELECT datname::text FROM pg_database WHERE datname LIKE 'pgbackup\\_test\\_%'");

    private static string[] Directories() => Directory.GetDirectories(Path.GetTempPath(), "pgbackup-selftest-*");
}
