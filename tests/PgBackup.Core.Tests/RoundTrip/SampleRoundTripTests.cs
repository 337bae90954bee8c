using FluentAssertions;
using PgBackup.CustomStore;
using PgBackup.Playground;
using PgBackup.Playground.Comparison;
using PgBackup.Tests.Servers;
using Xunit;

namespace PgBackup.Tests.RoundTrip;

public sealed class SampleRoundTripTests
{
    private const double Scale = 0.05;

    [Theory]
    [EachMajor("sql", "json", "csv")]
    public async Task A_whole_database_is_the_same_after_backup_and_restore(int major, string format)
    {
        await using var source = await PostgresServers.CreateDatabaseAsync(major);
        await using var target = await PostgresServers.CreateDatabaseAsync(major);
        await SampleDatabase.CreateAsync(source.ConnectionString, Scale);
        using var host = new BackupHost();

        var backup = await host.For(source.ConnectionString).CreateBackupAsync(new BackupOptions { Format = format });
        var result = await host.For(target.ConnectionString).RestoreBackupAsync(backup.Id);

        result.Warnings.Should().BeEmpty();
        result.Rows.Should().Be(backup.Rows);
        await ShouldBeEqualAsync(source, target);
        (await host.For(source.ConnectionString).ReadManifestAsync(backup.Id)).Entries.Where(e => e.Table is null)
            .Should().OnlyContain(e => e.Statements.Count > 0, "no entry is empty");
    }

    [Theory]
    [EachFormat(BackupCompression.Gzip, BackupCompression.Zstd, BackupCompression.None)]
    public async Task A_whole_database_is_the_same_with_each_compression_and_a_store_of_the_host(
        string format, BackupCompression compression)
    {
        await using var source = await PostgresServers.CreateDatabaseAsync();
        await using var target = await PostgresServers.CreateDatabaseAsync();
        await SampleDatabase.CreateAsync(source.ConnectionString, Scale);
        using var host = new BackupHost(new MemoryStore());

        var backup = await host.For(source.ConnectionString).CreateBackupAsync(
            new BackupOptions { Format = format, Compression = compression });
        (await host.For(source.ConnectionString).VerifyBackupAsync(backup.Id, VerificationLevel.Structure)).Problems.Should().BeEmpty();
        await host.For(target.ConnectionString).RestoreBackupAsync(backup.Id);

        await ShouldBeEqualAsync(source, target);
    }

    [Theory]
    [EachMajor]
    public async Task A_whole_database_is_the_same_after_psql_loads_the_artifact(int major)
    {
        await using var source = await PostgresServers.CreateDatabaseAsync(major);
        await using var target = await PostgresServers.CreateDatabaseAsync(major);
        await SampleDatabase.CreateAsync(source.ConnectionString, Scale);
        using var host = new BackupHost();

        var backup = await host.For(source.ConnectionString).CreateBackupAsync();
        await using (var script = host.OpenScript(backup))
            await Psql.RunFileAsync(target, script);

        await ShouldBeEqualAsync(source, target);
    }

    // By an independent comparison of catalogs and rows, and by pg_dump where the installed one serves the major.
    private static async Task ShouldBeEqualAsync(TestDatabase source, TestDatabase target)
    {
        (await DatabaseComparison.CompareAsync(source.ConnectionString, target.ConnectionString)).Should().BeEmpty();
        if (await PgDump.FindAsync(source.Major) is { } dump)
            (await dump.SchemaAsync(target)).Should().Be(await dump.SchemaAsync(source));
    }
}
