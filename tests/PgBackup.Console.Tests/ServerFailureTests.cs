using Npgsql;
using PgBackup.ConsoleHost.Tests.Running;

namespace PgBackup.ConsoleHost.Tests;

public sealed class ServerFailureTests(ServerFixture fixture) : ConsoleTest(fixture)
{
    [Theory]
    [InlineData("backup")]
    [InlineData("doctor")]
    [InlineData("selftest")]
    [InlineData("migrate")]
    public async Task Server_that_is_not_there_is_one_clear_line(string command)
    {
        var outcome = await RunAsync(command, "--connection", "Host=127.0.0.1;Port=1;Database=shop;Username=me;Timeout=3");

        outcome.ExitCode.Should().Be(1);
        outcome.LastErrorLine.Should().StartWith("error: ").And.Contain("127.0.0.1");
        outcome.Errors.Should().NotContain("   at ");
    }

    [Theory]
    [InlineData("backup")]
    [InlineData("doctor")]
    [InlineData("migrate")]
    public async Task Wrong_password_is_one_clear_line_without_the_password(string command)
    {
        var wrong = new NpgsqlConnectionStringBuilder(Connection) { Password = "wr0ng-passw0rd" }.ConnectionString;

        var outcome = (await RunAsync(command, "--connection", wrong)).Failed("[connection_failed]");

        outcome.Errors.Should().NotContain("wr0ng-passw0rd");
    }

    [Fact]
    public async Task Database_that_does_not_exist_is_named()
    {
        var other = new NpgsqlConnectionStringBuilder(Connection) { Database = "no_such_database" }.ConnectionString;

        (await RunAsync("backup", "--connection", other)).Failed("no_such_database");
    }

    [Fact]
    public async Task Store_that_cannot_be_written_is_named()
    {
        await File.WriteAllTextAsync(Store, "a file where a directory should be");

        (await RunAsync(["backup", .. At])).Failed("[store_failed]").LastErrorLine.Should().Contain(Store);
    }
}
