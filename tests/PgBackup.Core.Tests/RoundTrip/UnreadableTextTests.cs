using FluentAssertions;
using PgBackup.Playground.Servers;
using PgBackup.Tests.Servers;
using Xunit;

namespace PgBackup.Tests.RoundTrip;

public sealed class UnreadableTextTests
{
    [Theory]
    [EachMajor]
    public async Task Text_without_an_encoding_is_refused_by_what_it_is(int major)
    {
        await using var database = await PostgresServers.CreateDatabaseAsync(major, new ThrowawayDatabaseOptions { Encoding = "SQL_ASCII" });
        await database.ExecuteAsync(@"CREATE TABLE t (a text); INSERT INTO t VALUES ('fine'), (E'caf\xe9')");
        using var host = new BackupHost();

        var backup = () => host.For(database.ConnectionString).CreateBackupAsync();

        var error = (await backup.Should().ThrowAsync<PgBackupException>()).Which;
        error.Code.Should().Be(PgBackupErrorCodes.ServerFailed);
        error.Message.Should().Contain("0xe9").And.Contain("SQL_ASCII");
    }
}
