using FluentAssertions;
using Npgsql;
using PgBackup.Tests.Servers;
using Xunit;

namespace PgBackup.Tests.Restore;

public sealed class SafetyBackupTests
{
    private const string Odd = """
        CREATE SCHEMA "Odd ""*?";
        CREATE TABLE "Odd ""*?"."t.%I *" (id int PRIMARY KEY, t text);
        INSERT INTO "Odd ""*?"."t.%I *" VALUES (1, 'one'), (2, 'two');
        CREATE TABLE other (id int);
        """;

    [Theory]
    [EachMajor]
    public async Task Dropped_tables_come_back_from_the_safety_backup(int major)
    {
        await using var world = await RestoreWorld.CreateAsync(major: major);
        var id = await world.BackUpAsync();
        await world.Source.ExecuteAsync("DELETE FROM shop.log WHERE at > 20; ALTER TABLE shop.orders ADD extra int DEFAULT 7");
        await using var before = await world.CopyAsync();

        var result = await world.RestoreAsync(id, new RestoreOptions { DropExisting = true, SafetyBackup = true });

        var safety = (await world.Backups.FindBackupAsync(result.SafetyBackupId!))!;
        safety.Label.Should().Be($"before restore of {id}");
        (await world.Source.ScalarAsync<long>("SELECT count(*) FROM shop.log")).Should().Be(30);
        await world.RestoreAsync(safety.Id, new RestoreOptions { DropExisting = true });
        await world.SameAsAsync(before);
    }

    [Theory]
    [InlineData(ExistingRowsAction.Replace)]
    [InlineData(ExistingRowsAction.Merge)]
    public async Task Replaced_rows_come_back_whatever_the_table_is_called(ExistingRowsAction action)
    {
        await using var world = await RestoreWorld.CreateAsync(Odd);
        var id = await world.BackUpAsync(new BackupOptions { Tables = { "\"t.%I *\"" } });
        await world.Source.ExecuteAsync("""UPDATE "Odd ""*?"."t.%I *" SET t = 'changed' WHERE id = 2""");

        var result = await world.RestoreAsync(id, new RestoreOptions { ExistingRows = action, SafetyBackup = true });

        (await RowAsync()).Should().Be("two");
        var manifest = await world.Backups.ReadManifestAsync(result.SafetyBackupId!);
        manifest.Entries.Where(e => e.Table is not null).Should().ContainSingle().Which.Table!.Name.Should().Be("t.%I *");
        await world.RestoreAsync(result.SafetyBackupId!, new RestoreOptions { ExistingRows = ExistingRowsAction.Replace });
        (await RowAsync()).Should().Be("changed");

        Task<string?> RowAsync() => world.Source.ScalarAsync<string>("""SELECT t FROM "Odd ""*?"."t.%I *" WHERE id = 2""");
    }

    [Fact]
    public async Task Large_objects_that_are_overwritten_are_backed_up()
    {
        await using var world = await RestoreWorld.CreateAsync("SELECT lo_from_bytea(4711, 'old')");
        var id = await world.BackUpAsync();
        await world.Source.ExecuteAsync("SELECT lo_put(4711, 0, 'new')");

        var result = await world.RestoreAsync(id, new RestoreOptions { DropExisting = true, SafetyBackup = true });
        (await TextAsync()).Should().Be("old");
        await world.RestoreAsync(result.SafetyBackupId!, new RestoreOptions { DropExisting = true });
        (await TextAsync()).Should().Be("new");

        Task<string?> TextAsync() => world.Source.ScalarAsync<string>("SELECT convert_from(lo_get(4711), 'UTF8')");
    }

    [Fact]
    public async Task None_is_made_where_nothing_is_replaced()
    {
        await using var world = await RestoreWorld.CreateAsync("CREATE TABLE t (id int); INSERT INTO t VALUES (1)");
        var id = await world.BackUpAsync();
        await using var empty = await PostgresServers.CreateDatabaseAsync();
        var made = world.Source.Name + "_made";
        await using var _ = world.Source.In(made);

        (await world.RestoreAsync(id, new RestoreOptions { SafetyBackup = true }, empty)).SafetyBackupId.Should().BeNull();
        (await world.RestoreAsync(id, new RestoreOptions { SafetyBackup = true, ExistingRows = ExistingRowsAction.Append }))
            .SafetyBackupId.Should().BeNull();
        (await world.RestoreAsync(id, new RestoreOptions { SafetyBackup = true, CreateDatabase = made })).SafetyBackupId.Should().BeNull();
        var refused = () => world.RestoreAsync(id, new RestoreOptions { SafetyBackup = true });
        await refused.Should().ThrowAsync<PgBackupException>();
        (await world.Backups.ListBackupsAsync()).Should().ContainSingle("a restore that is refused needs none either");
    }

    [Fact]
    public async Task Restore_does_not_begin_when_the_safety_backup_fails()
    {
        await using var world = await RestoreWorld.CreateAsync();
        var id = await world.BackUpAsync();
        await world.Source.ExecuteAsync("DELETE FROM shop.log WHERE at > 20");
        var connection = new NpgsqlConnectionStringBuilder(world.Source.ConnectionString) { Pooling = false }.ConnectionString;
        var backups = world.Host.For(connection, o => o.Format = "unknown");

        var exception = await RestoreWorld.FailAsync(
            world.Source,
            () => backups.RestoreBackupAsync(id, new RestoreOptions { DropExisting = true, SafetyBackup = true }),
            PgBackupErrorCodes.FormatNotFound);

        exception.Message.Should().StartWith("The safety backup failed, and nothing was restored.");
        (await world.Backups.ListBackupsAsync()).Should().ContainSingle();
    }

    [Fact]
    public async Task Row_that_is_written_between_safety_backup_and_restore_cannot_be()
    {
        await using var world = await RestoreWorld.CreateAsync("CREATE TABLE t (id int); INSERT INTO t VALUES (1)");
        var id = await world.BackUpAsync();
        using var stop = new CancellationTokenSource();
        var writer = Task.Run(() => WriteAsync(world.Source, stop.Token));
        await Task.Delay(100);

        var result = await world.RestoreAsync(id, new RestoreOptions { ExistingRows = ExistingRowsAction.Replace, SafetyBackup = true });
        await stop.CancelAsync();
        var written = await writer;

        // Each row is in the safety backup, or came after the restore.
        var saved = (await world.Backups.ReadManifestAsync(result.SafetyBackupId!)).Entries.Sum(e => e.Table?.Rows ?? 0);
        var left = await world.Source.ScalarAsync<long>("SELECT count(*) FROM t");
        (saved - 1 + left - 1).Should().Be(written);
    }

    private static async Task<long> WriteAsync(TestDatabase database, CancellationToken token)
    {
        await using var connection = await database.OpenAsync();
        for (var written = 0L; ; written++)
        {
            if (token.IsCancellationRequested)
                return written;
            await using var command = new NpgsqlCommand("INSERT INTO t VALUES (2)", connection);
            await command.ExecuteNonQueryAsync(CancellationToken.None);
        }
    }
}
