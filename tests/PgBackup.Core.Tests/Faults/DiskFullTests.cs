using System.Diagnostics;
using FluentAssertions;
using Npgsql;
using PgBackup.Playground.Servers;
using PgBackup.Soak.Faults;
using PgBackup.Tests.Servers;

namespace PgBackup.Tests.Faults;

/// <summary>Disks that are really full: file systems in memory, of a few megabytes.</summary>
public sealed class DiskFullTests(FaultServer fixture) : FaultTest(fixture)
{
    [FactWithMounts]
    public async Task Backup_onto_a_full_disk_says_so_and_leaves_nothing()
    {
        using var disk = SmallDisk.Mount("200k");
        using var program = ConsoleProcess.Start(
            "backup", "--connection", Source, "--store", Path.Combine(disk.Path, "store"), "--compress", "none", "--no-history");
        var outcome = await program.WaitAsync();

        outcome.ExitCode.Should().Be(1);
        outcome.Errors.Should().Contain("[disk_full]").And.Contain(disk.Path).And.Contain("Free some");
        Directory.GetFiles(Path.Combine(disk.Path, "store")).Select(Path.GetFileName).Should().BeSubsetOf([".gitignore"]);
        await NothingIsLeftAsync("the disk of the store is full");
    }

    [FactWithMounts]
    public async Task Restore_onto_a_full_disk_of_the_server_says_so_and_leaves_the_database_as_it_was()
    {
        var id = (await Backups.CreateBackupAsync(new BackupOptions { ExcludeData = { "bank.account_0" } })).Id;
        var log = Directory.CreateTempSubdirectory("pgbackup-log-");
        DeleteLater(log);
        using var disk = SmallDisk.Mount("130m");
        await using var server = await ThrowawayServer.StartAsync(new ThrowawayServerOptions
        {
            Major = TestMajors.Any,
            AllowExisting = false,
            DataParent = disk.Path,
            Settings = { ["min_wal_size"] = "32MB", ["max_wal_size"] = "32MB" },
        });
        await MoveLogAsync(server, log);
        var target = new NpgsqlConnectionStringBuilder(await server.CreateDatabaseAsync()) { Pooling = false }.ConnectionString;
        await FaultServer.ExecuteAsync(target, "CREATE TABLE mine (id int); INSERT INTO mine VALUES (1); CHECKPOINT");
        disk.FillUp(leaving: 3_000_000);

        var messages = new List<string>();
        foreach (var options in new[] { new RestoreOptions(), new RestoreOptions { CreateDatabase = "made_on_full_disk" } })
        {
            var exception = await FailsAsync(() => Over(target).RestoreBackupAsync(id, options), PgBackupErrorCodes.DiskFull);
            exception.Message.Should().Contain("Free space on the server's disk");
            messages.Add(exception.Message);
        }

        // Dropping a database writes a checkpoint, for which there may be no room either.
        foreach (var database in await LeftBehind.OnServerAsync([target], TimeSpan.FromSeconds(10)))
            messages[^1].Should().Contain(database["database ".Length..]).And.EndWith("Drop it.");
        (await FaultServer.ScalarAsync<long>(target, "SELECT count(*) FROM mine")).Should().Be(1);
        (await FaultServer.ScalarAsync<long>(target, "SELECT count(*) FROM pg_class WHERE oid >= 16384")).Should().Be(1);
        disk.Empty();
        await Over(target).RestoreBackupAsync(id);
        (await FaultServer.ScalarAsync<long>(target, "SELECT count(*) FROM bank.transfer")).Should().Be(20000);
    }

    // A server whose log has no room stops altogether.
    private static async Task MoveLogAsync(ThrowawayServer server, DirectoryInfo place)
    {
        var log = Path.Combine(server.DataDirectory!, "pg_wal");
        await server.StopAsync(ShutdownMode.Fast);
        await RunAsync("chmod", "a+rx", place.FullName);
        await RunAsync("mv", log, place.FullName);
        File.CreateSymbolicLink(log, Path.Combine(place.FullName, "pg_wal"));
        await server.StartAgainAsync();
    }

    private static async Task RunAsync(string program, params string[] arguments)
    {
        using var process = Process.Start(program, arguments);
        await process.WaitForExitAsync();
        process.ExitCode.Should().Be(0);
    }
}
