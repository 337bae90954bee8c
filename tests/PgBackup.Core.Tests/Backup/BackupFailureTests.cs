using FluentAssertions;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Npgsql;
using PgBackup.Formats;
using PgBackup.Playground.Servers;
using PgBackup.Stores;
using PgBackup.Tests.Restore;
using PgBackup.Tests.RoundTrip;
using PgBackup.Tests.Servers;
using Xunit;

namespace PgBackup.Tests.Backup;

public sealed class BackupFailureTests
{
    private const string Rows =
        "CREATE TABLE t (t text); INSERT INTO t SELECT md5(i::text) FROM generate_series(1, 200000) i; CREATE TABLE u (id int)";

    [Theory]
    [InlineData(BackupPhase.Preparing)]
    [InlineData(BackupPhase.CopyingData)]
    [InlineData(BackupPhase.Finishing)]
    public async Task Cancelled_backup_leaves_nothing(BackupPhase phase)
    {
        await using var world = await RestoreWorld.CreateAsync(Rows);
        using var stop = new CancellationTokenSource();

        var act = () => world.Backups.CreateBackupAsync(null, At(phase, stop.Cancel), stop.Token);

        await act.Should().ThrowAsync<OperationCanceledException>();
        await NothingIsLeftAsync(world);
    }

    [Fact]
    public async Task Killed_connection_leaves_nothing()
    {
        await using var world = await RestoreWorld.CreateAsync(Rows);

        var act = () =>
            world.Backups.CreateBackupAsync(null, At(BackupPhase.CopyingData, () => RestoreFailureTests.Kill(world.Source, "PgBackup")));

        (await act.Should().ThrowAsync<PgBackupException>()).Which.Code.Should().Be(PgBackupErrorCodes.ServerFailed);
        await NothingIsLeftAsync(world);
    }

    [Fact]
    public async Task Holder_of_a_lock_is_named()
    {
        await using var world = await RestoreWorld.CreateAsync(Rows);
        await using var other = new NpgsqlConnection(
            new NpgsqlConnectionStringBuilder(world.Source.ConnectionString) { ApplicationName = "migration" }.ConnectionString);
        await other.OpenAsync();
        await using var transaction = await other.BeginTransactionAsync();
        await using (var command = new NpgsqlCommand("LOCK TABLE u", other))
            await command.ExecuteNonQueryAsync();

        var act = () => world.Backups.CreateBackupAsync(new BackupOptions { LockTimeout = TimeSpan.FromMilliseconds(300) });

        var exception = (await act.Should().ThrowAsync<PgBackupException>()).Which;
        exception.Code.Should().Be(PgBackupErrorCodes.LockTimeout);
        exception.Message.Should().Contain("table u is locked by process").And.Contain("migration");
        await NothingIsListedAsync(world);
    }

    [Fact]
    public async Task Table_that_is_dropped_while_its_lock_is_waited_for_is_left_out()
    {
        await using var world = await RestoreWorld.CreateAsync(Rows);
        await using var other = await world.Source.OpenAsync();
        var transaction = await other.BeginTransactionAsync();
        await using (var command = new NpgsqlCommand("DROP TABLE u", other))
            await command.ExecuteNonQueryAsync();

        var backup = world.Backups.CreateBackupAsync();
        const string Waiting = "SELECT EXISTS (SELECT FROM pg_locks WHERE NOT granted AND relation = 'u'::regclass)";
        while (!backup.IsCompleted && !await world.Source.ScalarAsync<bool>(Waiting))
            await Task.Delay(20);
        await transaction.CommitAsync();

        (await backup).Tables.Should().Be(1);
    }

    [Fact]
    public async Task Tables_that_come_at_each_attempt_to_lock_them_end_the_backup_after_a_while()
    {
        await using var world = await RestoreWorld.CreateAsync(Rows);
        Task<BackupInfo>? backup = null;
        var tables = 0;
        // Whoever has the lock makes a table while the backup waits for it; behind the backup waits the next one.
        async Task MigrateAsync()
        {
            while (backup?.IsCompleted != true)
            {
                await using var connection = await world.Source.OpenAsync();
                await using var transaction = await connection.BeginTransactionAsync();
                await using (var take = new NpgsqlCommand("LOCK TABLE u", connection))
                    await take.ExecuteNonQueryAsync();
                backup ??= world.Backups.CreateBackupAsync();
                const string Waiting = "SELECT count(DISTINCT mode) = 2 FROM pg_locks WHERE NOT granted AND relation = 'u'::regclass";
                while (!backup.IsCompleted && !await world.Source.ScalarAsync<bool>(Waiting))
                    await Task.Delay(10);
                await using (var make = new NpgsqlCommand($"CREATE TABLE more_{Interlocked.Increment(ref tables)} (id int)", connection))
                    await make.ExecuteNonQueryAsync();
                await transaction.CommitAsync();
            }
        }

        var migrations = new[] { MigrateAsync(), MigrateAsync() };
        var act = async () =>
        {
            await Task.WhenAll(migrations);
            await backup!;
        };

        var exception = (await act.Should().ThrowAsync<PgBackupException>()).Which;
        exception.Code.Should().Be(PgBackupErrorCodes.SchemaChanged);
        exception.Message.Should().Contain("in each of 5 attempts");
        tables.Should().BeGreaterThanOrEqualTo(5);
        await NothingIsListedAsync(world);
    }

    [Fact]
    public async Task Privilege_that_is_revoked_meanwhile_is_named_and_nothing_is_left()
    {
        await using var world = await RestoreWorld.CreateAsync(Rows);
        await using var role = await Doctor.ReaderRole.CreateAsync(world.Source);
        await world.Source.ExecuteAsync($"GRANT SELECT ON t, u TO {role.Name}");
        var backups = world.Host.For(new NpgsqlConnectionStringBuilder(role.ConnectionString) { Pooling = false }.ConnectionString);
        var once = At(
            BackupPhase.CopyingData, () => world.Source.ExecuteAsync($"REVOKE SELECT ON u FROM {role.Name}").GetAwaiter().GetResult());

        var act = () => backups.CreateBackupAsync(new BackupOptions { Jobs = 1 }, once);

        var exception = (await act.Should().ThrowAsync<PgBackupException>()).Which;
        exception.Code.Should().Be(PgBackupErrorCodes.PermissionDenied);
        exception.Message.Should().Contain("permission denied for table u");
        await NothingIsLeftAsync(world);
    }

    [Fact]
    public async Task Server_without_room_for_a_lock_on_every_table_is_told_what_to_raise()
    {
        await using var server = await ThrowawayServer.StartAsync(new ThrowawayServerOptions
        {
            Major = TestMajors.Any,
            AllowExisting = false,
            Settings = { ["max_locks_per_transaction"] = "10", ["max_connections"] = "20" },
        });
        var database = await TestDatabase.CreateAsync(server);
        await database.ExecuteAsync(
            "DO $$ BEGIN FOR i IN 1..6000 LOOP EXECUTE format('CREATE TABLE t%s ()', i); COMMIT; END LOOP; END $$");
        using var host = new BackupHost();

        var act = () => host.For(database.ConnectionString).CreateBackupAsync(new BackupOptions { SchemaOnly = true });

        var exception = (await act.Should().ThrowAsync<PgBackupException>()).Which;
        exception.Code.Should().Be(PgBackupErrorCodes.ServerFailed);
        exception.Message.Should().Contain("Raise max_locks_per_transaction");
        (await host.WithoutServer().ListBackupsAsync()).Should().BeEmpty();
    }

    [Fact]
    public async Task Backup_does_not_deadlock_behind_a_waiting_migration()
    {
        await using var world = await RestoreWorld.CreateAsync(Rows);
        Task? migration = null;
        var once = At(
            BackupPhase.CopyingData,
            () => migration ??= world.Source.ExecuteAsync("ALTER TABLE t ADD COLUMN more int; ALTER TABLE u ADD COLUMN more int"));

        var act = () => world.Backups.CreateBackupAsync(new BackupOptions { Jobs = 4 }, once).WaitAsync(TimeSpan.FromMinutes(2));

        try
        {
            await act();
        }
        catch (PgBackupException exception)
        {
            exception.Code.Should().Be(PgBackupErrorCodes.LockTimeout);
            await NothingIsListedAsync(world);
        }

        await migration!;
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task Migration_that_waits_for_the_first_lock_does_not_hold_up_the_reading_of_definitions(int jobs)
    {
        // Their definitions are read one after the other, so with two connections one of them by the second, which has no lock on t.
        await using var world = await RestoreWorld.CreateAsync(
            Rows + "; CREATE VIEW v AS SELECT t FROM t; CREATE MATERIALIZED VIEW m AS SELECT t FROM t");
        await using var other = await world.Source.OpenAsync();
        var transaction = await other.BeginTransactionAsync();
        await using (var command = new NpgsqlCommand("LOCK TABLE u", other))
            await command.ExecuteNonQueryAsync();
        var options = new BackupOptions { Jobs = jobs, SchemaOnly = true, LockTimeout = TimeSpan.FromSeconds(3) };

        var backup = world.Backups.CreateBackupAsync(options);
        await SomebodyWaitsForAsync("u");
        var migration = world.Source.ExecuteAsync("ALTER TABLE t ADD COLUMN more int");
        await SomebodyWaitsForAsync("t");
        await transaction.RollbackAsync();

        var act = () => backup.WaitAsync(TimeSpan.FromMinutes(1));
        if (jobs == 1)
            (await act()).Id.Should().NotBeEmpty();
        else
            (await act.Should().ThrowAsync<PgBackupException>()).Which.Code.Should().Be(PgBackupErrorCodes.LockTimeout);
        await migration;

        async Task SomebodyWaitsForAsync(string table)
        {
            var isWaiting = $"SELECT EXISTS (SELECT FROM pg_locks WHERE NOT granted AND relation = '{table}'::regclass)";
            while (!backup.IsCompleted && !await world.Source.ScalarAsync<bool>(isWaiting))
                await Task.Delay(20);
        }
    }

    [Fact]
    public async Task Two_backups_at_once_are_two_backups()
    {
        await using var world = await RestoreWorld.CreateAsync(Rows);

        var backups = await Task.WhenAll(world.Backups.CreateBackupAsync(), world.Backups.CreateBackupAsync());

        (await world.Backups.ListBackupsAsync()).Select(b => b.Id).Should().BeEquivalentTo(backups.Select(b => b.Id));
        foreach (var backup in backups)
            (await world.Backups.VerifyBackupAsync(backup.Id, VerificationLevel.Structure)).Problems.Should().BeEmpty();
    }

    [Fact]
    public async Task Leftovers_of_a_crash_are_removed_and_an_artifact_without_manifest_is_not_listed()
    {
        await using var world = await RestoreWorld.CreateAsync("CREATE TABLE t (id int)");
        Directory.CreateDirectory(world.Host.StorePath);
        var partial = Path.Combine(world.Host.StorePath, "20260101-000000-00000000.sql.gz.partial");
        var orphan = Path.Combine(world.Host.StorePath, "20260101-000000-00000000.sql.gz");
        var fresh = Path.Combine(world.Host.StorePath, "20260101-000000-00000001.sql.gz");
        foreach (var file in new[] { partial, orphan, fresh })
            await File.WriteAllTextAsync(file, "half");
        File.SetLastWriteTimeUtc(orphan, DateTime.UtcNow.AddHours(-2));
        (await world.Backups.ListBackupsAsync()).Should().BeEmpty();

        await world.BackUpAsync();

        File.Exists(partial).Should().BeFalse();
        File.Exists(orphan).Should().BeFalse();
        File.Exists(fresh).Should().BeTrue("its manifest may still come");
        (await world.Backups.ListBackupsAsync()).Should().ContainSingle();
    }

    [Theory]
    [InlineData(0)]
    [InlineData(100)]
    [InlineData(500_000)]
    public async Task Full_disk_is_said_so_and_leaves_nothing(long space)
    {
        await using var world = await RestoreWorld.CreateAsync(Rows);
        var store = new LimitedStore(new LocalFileStore(world.Host.StorePath), space);
        var options = new PgBackupOptions { ConnectionString = world.Source.ConnectionString, History = HistoryMode.Disabled, Jobs = 2 };
        await using var backups = new DatabaseBackup(
            Options.Create(options), [new SqlFormat()], store, TimeProvider.System, NullLogger<DatabaseBackup>.Instance);

        var act = () => backups.CreateBackupAsync(null, null, default);

        (await act.Should().ThrowAsync<PgBackupException>()).Which.Code.Should().Be(PgBackupErrorCodes.DiskFull);
        await NothingIsListedAsync(world);
        Directory.GetFiles(world.Host.StorePath).Select(Path.GetFileName).Should().Equal(".gitignore");
    }

    [Fact]
    public async Task Directory_that_cannot_be_written_is_named()
    {
        await using var world = await RestoreWorld.CreateAsync("CREATE TABLE t (id int)");
        await File.WriteAllTextAsync(world.Host.StorePath, "a file, not a directory");

        var act = () => world.Backups.CreateBackupAsync();

        var exception = (await act.Should().ThrowAsync<PgBackupException>()).Which;
        exception.Code.Should().Be(PgBackupErrorCodes.StoreFailed);
        exception.Message.Should().Contain(world.Host.StorePath);
    }

    [Fact]
    public async Task Wrong_password_unknown_format_and_unknown_table_are_errors_of_their_own()
    {
        await using var world = await RestoreWorld.CreateAsync("CREATE TABLE orders (id int)");

        var format = () => world.Backups.CreateBackupAsync(new BackupOptions { Format = "xml" });
        (await format.Should().ThrowAsync<PgBackupException>()).Which.Code.Should().Be(PgBackupErrorCodes.FormatNotFound);
        var table = () => world.Backups.CreateBackupAsync(new BackupOptions { Tables = { "ordres" } });
        var exception = (await table.Should().ThrowAsync<PgBackupException>()).Which;
        exception.Code.Should().Be(PgBackupErrorCodes.RelationNotFound);
        exception.Message.Should().Contain("orders");
        await NothingIsListedAsync(world);
    }

    private static Immediate<BackupProgress> At(BackupPhase phase, Action action) => new(p =>
    {
        if (p.Phase == phase)
            action();
    });

    private static async Task NothingIsListedAsync(RestoreWorld world)
    {
        (await world.Backups.ListBackupsAsync()).Should().BeEmpty();
        if (Directory.Exists(world.Host.StorePath))
            Directory.GetFiles(world.Host.StorePath, "*.*").Select(Path.GetFileName).Should().BeSubsetOf([".gitignore"]);
    }

    private static async Task NothingIsLeftAsync(RestoreWorld world)
    {
        await NothingIsListedAsync(world);
        await RestoreWorld.LeavesNothingAsync(world.Source);
    }
}
