using FluentAssertions;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Npgsql;
using PgBackup.Stores;
using PgBackup.Tests.Restore;
using PgBackup.Tests.RoundTrip;
using PgBackup.Tests.Servers;
using Xunit;

namespace PgBackup.Tests.Verification;

public sealed class ContentHashTests
{
    private const string Rows = """
        CREATE TABLE a AS SELECT i AS id, repeat(md5(i::text), 40) AS t FROM generate_series(1, 30000) i;
        CREATE TABLE b AS SELECT * FROM a ORDER BY md5(t);
        CREATE TABLE c AS SELECT * FROM a;
        UPDATE c SET t = reverse(t) WHERE id = 12345;
        CREATE TABLE d AS SELECT id, CASE WHEN id = 5 THEN '' ELSE t END AS t FROM a WHERE id < 10;
        CREATE TABLE e AS SELECT id, CASE WHEN id = 5 THEN NULL ELSE t END AS t FROM a WHERE id < 10;
        CREATE TABLE none (id int);
        """;

    [Fact]
    public async Task Hash_depends_on_the_rows_and_not_on_their_order_or_on_how_they_are_copied()
    {
        await using var world = await RestoreWorld.CreateAsync(Rows);
        var hashes = new List<Dictionary<string, string?>>();
        foreach (var (jobs, format) in new[] { (1, "sql"), (3, "csv") })
        {
            var backup = await world.Backups.CreateBackupAsync(new BackupOptions { Jobs = jobs, Format = format });
            var manifest = await world.Backups.ReadManifestAsync(backup.Id);
            hashes.Add(manifest.Entries.Where(e => e.Table is not null).ToDictionary(e => e.Name, e => e.Table!.ContentHash));
        }

        hashes[1].Should().BeEquivalentTo(hashes[0]);
        hashes[0]["a"].Should().MatchRegex("^[0-9a-f]{32}$").And.Be(hashes[0]["b"]);
        hashes[0].Values.Distinct().Should().HaveCount(5, "all but b are different");
        hashes[0]["none"].Should().Be(new string('0', 32));
    }

    [Fact]
    public async Task Test_restore_proves_that_the_rows_are_those_of_the_snapshot()
    {
        await using var database = await PostgresServers.CreateDatabaseAsync();
        await database.ExecuteAsync("CREATE TABLE t (id int, word text); INSERT INTO t VALUES (1, 'true'), (2, 'word')");
        using var host = new BackupHost();
        var options = new PgBackupOptions { ConnectionString = database.ConnectionString, History = HistoryMode.Disabled };
        await using var backups = new DatabaseBackup(
            Options.Create(options), [new LyingFormat()], new LocalFileStore(host.StorePath), TimeProvider.System,
            NullLogger<DatabaseBackup>.Instance);

        var proven = await backups.CreateBackupAsync(new BackupOptions { Format = "lying" }, null, default);
        var unproven = await backups.CreateBackupAsync(new BackupOptions { Format = "lying", ContentHashes = false }, null, default);

        (await backups.VerifyBackupAsync(proven.Id, VerificationLevel.Structure, default)).Problems.Should().BeEmpty(
            "the numbers of rows are right");
        (await backups.VerifyBackupAsync(proven.Id, VerificationLevel.TestRestore, default)).Problems
            .Should().ContainSingle().Which.Should().Contain("public.t").And.Contain("not those that were backed up");
        (await backups.VerifyBackupAsync(unproven.Id, VerificationLevel.TestRestore, default)).Problems.Should().BeEmpty();
        (await backups.ReadManifestAsync(unproven.Id, default)).Entries.Should().NotContain(
            e => e.Table != null && e.Table.ContentHash != null);
    }

    [Fact]
    public async Task Database_is_not_replaced_by_rows_that_are_not_those_of_the_backup()
    {
        await using var database = await PostgresServers.CreateDatabaseAsync();
        await database.ExecuteAsync("CREATE TABLE t (id int, word text); INSERT INTO t VALUES (1, 'true'), (2, 'word')");
        using var host = new BackupHost();
        var options =
            new PgBackupOptions { ConnectionString = database.ConnectionString + ";Pooling=false", History = HistoryMode.Disabled };
        await using var backups = new DatabaseBackup(
            Options.Create(options), [new LyingFormat()], new LocalFileStore(host.StorePath), TimeProvider.System,
            NullLogger<DatabaseBackup>.Instance);
        var backup = await backups.CreateBackupAsync(new BackupOptions { Format = "lying" }, null, default);
        NpgsqlConnection.ClearAllPools();

        var exception = await RestoreWorld.FailAsync(
            database, () => backups.RestoreBackupAsync(backup.Id, new RestoreOptions { ReplaceDatabase = true }, null, default),
            PgBackupErrorCodes.RestoreFailed);

        exception.Message.Should().Contain("public.t").And.Contain("not those that were backed up").And.Contain("was not replaced");
        (await database.ColumnAsync<string>($"SELECT datname::text FROM pg_database WHERE datname LIKE '{database.Name}%'")).Should().Equal(
            database.Name);
    }

    [Fact]
    public async Task Hashes_outlive_a_conversion_and_rows_that_move_between_partitions()
    {
        await using var database = await PostgresServers.CreateDatabaseAsync();
        await database.ExecuteAsync("""
            CREATE TYPE color AS ENUM ('red', 'green', 'blue');
            CREATE TABLE p (c color, n int) PARTITION BY HASH (c);
            CREATE TABLE p0 PARTITION OF p FOR VALUES WITH (MODULUS 2, REMAINDER 0);
            CREATE TABLE p1 PARTITION OF p FOR VALUES WITH (MODULUS 2, REMAINDER 1);
            INSERT INTO p SELECT (enum_range(NULL::color))[1 + g % 3], g FROM generate_series(1, 60) g;
            """);
        using var host = new BackupHost();
        var backups = host.For(database.ConnectionString);
        var original = await backups.CreateBackupAsync();

        var converted = await backups.ConvertAsync(original.Id, new ConvertOptions { Format = "json" });

        var hashes = (await backups.ReadManifestAsync(original.Id)).Entries.Select(e => e.Table?.ContentHash).ToList();
        (await backups.ReadManifestAsync(converted.Id)).Entries.Select(e => e.Table?.ContentHash).Should().Equal(hashes);
        (await backups.VerifyBackupAsync(converted.Id, VerificationLevel.TestRestore)).Problems.Should().BeEmpty();
    }
}
