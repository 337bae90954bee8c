using Npgsql;
using PgBackup.ConsoleHost.Tests.Running;

namespace PgBackup.ConsoleHost.Tests.Commands;

/// <summary><c>doctor</c> and <c>migrate</c>.</summary>
public sealed class ServerCommandTests(ServerFixture fixture) : ConsoleTest(fixture)
{
    [Fact]
    public async Task Doctor_finds_nothing_that_would_fail()
    {
        (await RunAsync("doctor", "--connection", Connection)).Done();
        var report = (await RunAsync("doctor", "--connection", Connection, "--json")).Done().Json();

        report.GetProperty("isHealthy").GetBoolean().Should().BeTrue();
        report.GetProperty("database").GetString().Should().Be(new NpgsqlConnectionStringBuilder(Connection).Database);
    }

    [Fact]
    public async Task Doctor_names_what_a_role_may_not_read_and_the_grant_that_helps()
    {
        var role = $"reader_{Guid.NewGuid():N}";
        await ExecuteAsync(Connection, $"CREATE ROLE {role} LOGIN PASSWORD 'reader'; GRANT SELECT ON orders TO {role}");
        var asReader = new NpgsqlConnectionStringBuilder(Connection) { Username = role, Password = "reader" }.ConnectionString;

        var words = (await RunAsync("doctor", "--connection", asReader)).Failed("finding");
        var report = await RunAsync("doctor", "--connection", asReader, "--json");

        words.Errors.Should().Contain("customers").And.Contain("GRANT");
        report.ExitCode.Should().Be(1);
        report.Json().GetProperty("isHealthy").GetBoolean().Should().BeFalse();
        await ExecuteAsync(Connection, $"DROP OWNED BY {role}; DROP ROLE {role}");
    }

    [Fact]
    public async Task Migrate_creates_the_schema_and_may_be_repeated()
    {
        (await RunAsync("migrate", "--connection", Connection)).Done();
        var again = (await RunAsync("migrate", "--connection", Connection, "--json")).Done().Json();

        again.GetProperty("schemaVersion").GetInt32().Should().BePositive();
        (await ReadAsync<long>(Connection, "SELECT count(*) FROM pg_namespace WHERE nspname = 'pgbackup'")).Should().Be(1);
    }
}
