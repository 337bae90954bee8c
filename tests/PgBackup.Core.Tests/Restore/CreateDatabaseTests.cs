using FluentAssertions;
using Npgsql;
using PgBackup.Archive;
using PgBackup.Playground.Comparison;
using PgBackup.Playground.Servers;
using PgBackup.Tests.Archive;
using PgBackup.Tests.RoundTrip;
using PgBackup.Tests.Servers;
using Xunit;

namespace PgBackup.Tests.Restore;

public sealed class CreateDatabaseTests
{
    // 63 bytes, and all that breaks a statement or a name that is cut.
    private const string Hard = "new \"a'$$ %I; ä";

    [Theory]
    [EachMajor]
    public async Task New_database_is_like_the_original_and_has_its_name_at_the_end(int major)
    {
        await using var source = await PostgresServers.CreateDatabaseAsync(
            major, new ThrowawayDatabaseOptions { Encoding = "LATIN1", Locale = "POSIX" });
        await source.ExecuteAsync(RestoreWorld.Shop);
        using var host = new BackupHost();
        var backups = Over(host, source);
        var id = (await backups.CreateBackupAsync()).Id;
        await using var made = New(source);
        var options = new RestoreOptions { CreateDatabase = made.Name };

        var plan = await backups.PlanRestoreAsync(id, options);
        (await DatabasesAsync(source)).Should().BeEmpty("a plan changes nothing");
        var result = await backups.RestoreBackupAsync(id, options);

        plan.Conflicts.Should().BeEmpty();
        plan.Database.Should().Be(made.Name);
        plan.Steps[0].Action.Should().Be(RestoreAction.Create);
        plan.Steps[0].Kind.Should().Be("DATABASE");
        plan.Rows.Should().Be(result.Rows);
        plan.Steps.Skip(1).Count(s => s.Action == RestoreAction.Create).Should().BeGreaterThanOrEqualTo(result.ObjectsCreated);
        result.Database.Should().Be(made.Name);
        result.ReplacedDatabase.Should().BeNull();
        result.Warnings.Should().BeEmpty();
        (await DatabaseComparison.CompareAsync(source.ConnectionString, made.ConnectionString)).Should().BeEmpty();
        const string Text = "SELECT concat(pg_encoding_to_char(encoding), ' ', datcollate, ' ', datctype) FROM pg_database WHERE datname "
            + "= current_database()";
        (await made.ScalarAsync<string>(Text)).Should().StartWith("LATIN1").And.Be(await source.ScalarAsync<string>(Text));
        (await DatabasesAsync(source)).Should().BeEmpty("the other name is gone");
    }

    [Fact]
    public async Task Properties_of_the_database_come_along_when_they_are_asked_for()
    {
        await using var world = await RestoreWorld.CreateAsync("CREATE TABLE t (id int)");
        await world.Source.ExecuteAsync(
            $"ALTER DATABASE {world.Source.Name} SET work_mem = '5MB'; ALTER DATABASE {world.Source.Name} IS_TEMPLATE true");
        try
        {
            var id = await world.BackUpAsync(new BackupOptions { DatabaseProperties = true });
            await using var made = New(world.Source);
            await using var plain = New(world.Source);

            await world.RestoreAsync(id, new RestoreOptions { CreateDatabase = made.Name, DatabaseProperties = true });
            await world.RestoreAsync(id, new RestoreOptions { CreateDatabase = plain.Name });

            (await made.ScalarAsync<string>("SHOW work_mem")).Should().Be("5MB");
            (await plain.ScalarAsync<string>("SHOW work_mem")).Should().NotBe("5MB");
            await made.ExecuteAsync($"ALTER DATABASE {made.Name} IS_TEMPLATE false");
        }
        finally
        {
            await world.Source.ExecuteAsync($"ALTER DATABASE {world.Source.Name} IS_TEMPLATE false");
        }
    }

    [Fact]
    public async Task Name_with_quotes_and_of_the_greatest_length_is_taken_as_it_is()
    {
        await using var world = await RestoreWorld.CreateAsync("CREATE TABLE t (id int); INSERT INTO t VALUES (1)");
        var id = await world.BackUpAsync();
        var name = Hard + new string('x', 63 - System.Text.Encoding.UTF8.GetByteCount(Hard));
        await using var made = world.Source.In(name);

        (await world.RestoreAsync(id, new RestoreOptions { CreateDatabase = name, Tables = { "t" } })).Database.Should().Be(name);

        (await made.ScalarAsync<long>("SELECT count(*) FROM public.t")).Should().Be(1);
        foreach (var bad in new[] { "", "\0", name + "y" })
        {
            var act = () => world.RestoreAsync(id, new RestoreOptions { CreateDatabase = bad });
            await act.Should().ThrowAsync<ArgumentException>();
        }
    }

    [Fact]
    public async Task Locale_that_the_server_lacks_gives_way_to_its_own()
    {
        await using var world = await RestoreWorld.CreateAsync("CREATE TABLE t (a text); INSERT INTO t VALUES ('ä')");
        var id = await world.BackUpAsync();
        ManifestBytes.Change(
            Path.Combine(world.Host.StorePath, id + ManifestJson.FileSuffix),
            text => text.Replace("\"collate\":\"C\"", "\"collate\":\"xx_YY.utf8\"", StringComparison.Ordinal));
        (await world.Backups.ReadManifestAsync(id)).Database!.Collate.Should().Be("xx_YY.utf8");
        await using var made = New(world.Source);

        await world.RestoreAsync(id, new RestoreOptions { CreateDatabase = made.Name });

        (await made.ScalarAsync<string>("SELECT a FROM t")).Should().Be("ä");
        (await made.ScalarAsync<string>("SELECT datcollate FROM pg_database WHERE datname = current_database()")).Should().Be(
            await made.ScalarAsync<string>("SELECT datcollate FROM pg_database WHERE datname = 'template0'"));
    }

    [Fact]
    public async Task Database_that_exists_is_refused_and_stays_as_it_is()
    {
        await using var world = await RestoreWorld.CreateAsync("CREATE TABLE t (id int)");
        var id = await world.BackUpAsync();
        var options = new RestoreOptions { CreateDatabase = world.Source.Name };

        var plan = await world.Backups.PlanRestoreAsync(id, options);
        var exception = await world.FailAsync(id, options, PgBackupErrorCodes.DatabaseExists);

        plan.CanRestore.Should().BeFalse();
        plan.Conflicts.Should().ContainSingle(c => c.Code == PgBackupErrorCodes.DatabaseExists);
        exception.Message.Should().Contain(world.Source.Name).And.Contain("Nothing was changed");
    }

    [Fact]
    public async Task Lost_database_is_made_again_under_its_own_name()
    {
        await using var world = await RestoreWorld.CreateAsync("CREATE TABLE t (id int); INSERT INTO t VALUES (1)");
        var id = await world.BackUpAsync();
        await world.Source.Server.DropDatabaseAsync(world.Source.Name);

        await world.RestoreAsync(id, new RestoreOptions { CreateDatabase = world.Source.Name });

        NpgsqlConnection.ClearAllPools();
        (await world.Source.ScalarAsync<long>("SELECT count(*) FROM t")).Should().Be(1);
    }

    [Fact]
    public async Task Role_that_may_not_create_databases_is_told_so()
    {
        await using var world = await RestoreWorld.CreateAsync("CREATE TABLE t (id int)");
        var id = await world.BackUpAsync();
        var role = $"nodb_{Guid.NewGuid():N}";
        await world.Source.ExecuteAsync($"CREATE ROLE {role} LOGIN PASSWORD 'x'");
        try
        {
            var connection = new NpgsqlConnectionStringBuilder(world.Source.ConnectionStringOf(role, "x")) { Pooling = false };
            var act = () =>
                world.Host.For(connection.ConnectionString).RestoreBackupAsync(id, new RestoreOptions { CreateDatabase = "never" });
            var exception = (await act.Should().ThrowAsync<PgBackupException>()).Which;
            exception.Code.Should().Be(PgBackupErrorCodes.PermissionDenied);
            exception.Message.Should().Contain($"ALTER ROLE {role} CREATEDB");
        }
        finally
        {
            await world.Source.ExecuteAsync($"DROP ROLE {role}");
        }
    }

    [Theory]
    [InlineData(RestorePhase.Planning)]
    [InlineData(RestorePhase.PreData)]
    [InlineData(RestorePhase.LoadingData)]
    [InlineData(RestorePhase.PostData)]
    [InlineData(RestorePhase.Renaming)]
    public async Task Cancelled_restore_leaves_no_database(RestorePhase phase)
    {
        await using var world = await RestoreWorld.CreateAsync();
        var id = await world.BackUpAsync();
        var name = $"made_{Guid.NewGuid():N}";
        using var stop = new CancellationTokenSource();
        var cancel = new Immediate<RestoreProgress>(p =>
        {
            if (p.Phase == phase)
                stop.Cancel();
        });

        var act = () => world.Backups.RestoreBackupAsync(id, new RestoreOptions { CreateDatabase = name }, cancel, stop.Token);

        await act.Should().ThrowAsync<OperationCanceledException>();
        (await DatabasesAsync(world.Source)).Should().BeEmpty();
    }

    [Fact]
    public async Task Damaged_backup_and_lost_connection_leave_no_database()
    {
        await using var world = await RestoreWorld.CreateAsync();
        var backup = await world.Backups.CreateBackupAsync();
        var options = new RestoreOptions { CreateDatabase = $"made_{Guid.NewGuid():N}" };
        var kill = new Immediate<RestoreProgress>(p =>
        {
            if (p.Phase == RestorePhase.LoadingData)
                world.Source.ExecuteAsync("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname LIKE "
                    + "'made%pgbackup\\_new\\_%'").GetAwaiter().GetResult();
        });

        var lost = () => world.Backups.RestoreBackupAsync(backup.Id, options, kill);
        (await lost.Should().ThrowAsync<PgBackupException>()).Which.Code.Should().Be(PgBackupErrorCodes.ServerFailed);
        await DamageLateAsync(world, backup);
        var damaged = () => world.RestoreAsync(backup.Id, options);
        (await damaged.Should().ThrowAsync<PgBackupException>()).Which.Code.Should().Be(PgBackupErrorCodes.ArtifactCorrupt);

        (await DatabasesAsync(world.Source)).Should().BeEmpty();
    }

    [Fact]
    public async Task Contradictions_are_refused()
    {
        using var host = new BackupHost();
        foreach (var options in new[]
        {
            new RestoreOptions { CreateDatabase = "x", ReplaceDatabase = true },
            new RestoreOptions { CreateDatabase = "x", DataOnly = true },
        })
        {
            var act = () => host.WithoutServer().RestoreBackupAsync("20260101-000000-00000000", options);
            await act.Should().ThrowAsync<ArgumentException>();
        }
    }

    /// <summary>Damages a byte of the last segment that holds rows.</summary>
    internal static async Task DamageLateAsync(RestoreWorld world, BackupInfo backup)
    {
        var manifest = await world.Backups.ReadManifestAsync(backup.Id);
        var segment = manifest.Segments[manifest.Entries.SelectMany(e => e.Table?.Segments ?? []).Max()];
        var path = Path.Combine(world.Host.StorePath, backup.Artifact);
        var bytes = await File.ReadAllBytesAsync(path);
        bytes[segment.Offset + (segment.Length / 2)] ^= 1;
        await File.WriteAllBytesAsync(path, bytes);
    }

    private static IDatabaseBackup Over(BackupHost host, TestDatabase database) =>
        host.For(new NpgsqlConnectionStringBuilder(database.ConnectionString) { Pooling = false }.ConnectionString);

    private static TestDatabase New(TestDatabase source) => source.In($"made_{Guid.NewGuid():N}");

    private static Task<IReadOnlyList<string>> DatabasesAsync(TestDatabase database) =>
        database.ColumnAsync<string>("SELECT datname::text FROM pg_database WHERE datname LIKE 'made%pgbackup\\_new\\_%'");
}
