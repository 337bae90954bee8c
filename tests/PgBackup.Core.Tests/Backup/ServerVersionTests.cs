using FluentAssertions;
using PgBackup.Playground.Comparison;
using PgBackup.Tests.RoundTrip;
using PgBackup.Tests.Servers;
using Xunit;

namespace PgBackup.Tests.Backup;

/// <summary>Versions that cannot be had: a real server's answers, with another version number in them.</summary>
public sealed class ServerVersionTests
{
    [Fact]
    public async Task Server_older_than_13_is_refused_before_anything_is_written()
    {
        await using var database = await PostgresServers.CreateDatabaseAsync(TestMajors.Any);
        await using var proxy = await PretendAsync(database, "120022");
        using var host = new BackupHost();

        var backup = () => host.For(proxy.ConnectionString).CreateBackupAsync();

        var error = (await backup.Should().ThrowAsync<PgBackupException>()).Which;
        error.Code.Should().Be(PgBackupErrorCodes.ServerNotSupported);
        error.Message.Should().Contain("PostgreSQL 12.22").And.Contain("13 and newer");
        Directory.Exists(host.StorePath).Should().BeFalse();
    }

    [Theory]
    [EachMajor(From = 18)]
    public async Task Server_newer_than_the_newest_known_is_backed_up_and_restored_with_a_warning(int major)
    {
        await using var source = await PostgresServers.CreateDatabaseAsync(major);
        await using var target = await PostgresServers.CreateDatabaseAsync(major);
        await source.ExecuteAsync("CREATE TABLE t (id int PRIMARY KEY, v text NOT NULL); INSERT INTO t VALUES (1, 'x')");
        await using var from = await PretendAsync(source, "190001");
        await using var to = await PretendAsync(target, "190001");
        using var host = new BackupHost();

        var backup = await host.For(from.ConnectionString).CreateBackupAsync();
        await host.For(to.ConnectionString).RestoreBackupAsync(backup.Id);

        backup.Warnings.Should().ContainSingle().Which.Should().Contain("PostgreSQL 19").And.Contain("newer than the newest");
        (await DatabaseComparison.CompareAsync(source.ConnectionString, target.ConnectionString)).Should().BeEmpty();
    }

    private static async Task<RewritingProxy> PretendAsync(TestDatabase database, string version) =>
        new(database.ConnectionString, (await database.ScalarAsync<string>("SHOW server_version_num"))!, version);
}
