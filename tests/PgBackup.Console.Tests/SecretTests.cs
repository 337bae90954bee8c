using Npgsql;
using PgBackup.ConsoleHost.Tests.Running;

namespace PgBackup.ConsoleHost.Tests;

public sealed class SecretTests(ServerFixture fixture) : ConsoleTest(fixture)
{
    private const string Password = "s3cret sauce's";

    [Fact]
    public async Task Password_is_in_nothing_that_any_command_prints_or_stores()
    {
        var role = $"keeper_{Guid.NewGuid():N}";
        await ExecuteAsync(Connection, $"CREATE ROLE {role} SUPERUSER LOGIN PASSWORD 's3cret sauce''s'");
        var connection = As(role, Connection);
        var target = As(role, await CreateDatabaseAsync());

        var id = "";
        foreach (var arguments in Commands(connection, target))
        {
            var outcome = await RunAsync([.. arguments.Select(a => a == "ID" ? id : a)]);
            outcome.Done();
            if (arguments[0] == "backup")
                id = outcome.LastOutputLine;
            (outcome.Output + outcome.Errors).Should().NotContain("s3cret").And.NotContain("sauce");
        }

        Directory.EnumerateFiles(Store).Should().NotBeEmpty();
        foreach (var file in Directory.EnumerateFiles(Store))
            (await File.ReadAllTextAsync(file)).Should().NotContain("s3cret");
        await Fixture.Server.DropDatabaseAsync(new NpgsqlConnectionStringBuilder(target).Database!);
        await ExecuteAsync(Connection, $"DROP OWNED BY {role} CASCADE; DROP ROLE {role}");
    }

    [Theory]
    [InlineData($"Host=127.0.0.1;Port=1;Timeout=2;Password={Password}")]
    [InlineData($"Host=h;Password={Password};Nonsense")]
    [InlineData("Host=h;Password=p;s3cret=1")]
    [InlineData("postgresql://me:s3cret@host/shop")]
    public async Task Password_is_in_no_refusal(string connection)
    {
        string[][] mistakes =
        [
            ["backup", "--connection", connection, .. AtStore, "--verbose"],
            ["backup", connection, .. AtStore],
            ["backup", "--jobs", connection, .. AtStore],
            ["restore", connection, "--connection", connection, .. AtStore],
            [connection],
        ];

        foreach (var arguments in mistakes)
        {
            var outcome = await RunAsync(arguments);
            outcome.ExitCode.Should().NotBe(0);
            (outcome.Output + outcome.Errors).Should().NotContain("s3cret").And.NotContain("sauce");
        }
    }

    private static string As(string role, string connection) =>
        new NpgsqlConnectionStringBuilder(connection) { Username = role, Password = Password }.ConnectionString;

    private IEnumerable<string[]> Commands(string connection, string target)
    {
        string[] at = ["--connection", connection, "--store", Store, "--verbose"];
        yield return ["doctor", "--connection", connection, "--verbose"];
        yield return ["migrate", "--connection", connection, "--verbose"];
        yield return ["backup", .. at];
        yield return ["list", .. at];
        yield return ["show", "ID", .. at];
        yield return ["verify", "ID", .. at, "--test-restore"];
        yield return ["restore", "ID", "--connection", target, "--store", Store, "--dry-run", "--verbose"];
        yield return ["restore", "ID", "--connection", target, "--store", Store, "--verbose"];
        yield return ["selftest", "--connection", connection, "--verbose"];
    }
}
