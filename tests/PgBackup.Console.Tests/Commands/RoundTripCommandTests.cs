using PgBackup.ConsoleHost.Tests.Running;

namespace PgBackup.ConsoleHost.Tests.Commands;

/// <summary><c>selftest</c> and <c>demo</c>.</summary>
public sealed class RoundTripCommandTests(ServerFixture fixture) : ConsoleTest(fixture)
{
    private const string CountDatabases = "SELECT count(*) FROM pg_database";
    private const string CountRoles = "SELECT count(*) FROM pg_roles";

    [Fact]
    public async Task Self_test_passes_and_leaves_nothing()
    {
        var before = await ReadAsync<long>(Connection, CountDatabases);

        var outcome = (await RunAsync("selftest", "--connection", Connection)).Done();

        outcome.LastOutputLine.Should().Contain("passed");
        foreach (var format in new[] { "sql", "json", "csv" })
            outcome.Errors.Should().Contain($"backup {format}").And
                .Contain($"verify {format}").And.Contain($"restore {format}").And.Contain($"compare {format}");
        outcome.Errors.Should().NotContain("FAILED");
        (await ReadAsync<long>(Connection, CountDatabases)).Should().Be(before);
        (await ReadAsync<long>(Connection, "SELECT count(*) FROM pg_namespace WHERE nspname = 'pgbackup'")).Should().Be(0);
    }

    [Fact]
    public async Task Self_test_tells_each_step_in_json()
    {
        var report = (await RunAsync("selftest", "--connection", Connection, "--json")).Done().Json();

        report.GetProperty("passed").GetBoolean().Should().BeTrue();
        report.GetProperty("steps").EnumerateArray().Should().OnlyContain(s => s.GetProperty("passed").GetBoolean());
    }

    [Fact]
    public async Task Self_test_fails_where_the_role_may_create_no_database()
    {
        var role = $"reader_{Guid.NewGuid():N}";
        await ExecuteAsync(Connection, $"CREATE ROLE {role} LOGIN PASSWORD 'reader'; GRANT pg_read_all_data TO {role}");
        var asReader = Connection.Replace("Username=postgres", $"Username={role}", StringComparison.Ordinal);
        asReader = new Npgsql.NpgsqlConnectionStringBuilder(asReader) { Username = role, Password = "reader" }.ConnectionString;

        var outcome = (await RunAsync("selftest", "--connection", asReader)).Failed($"ALTER ROLE {role} CREATEDB");

        outcome.Errors.Should().Contain("FAILED  restore sql").And.Contain("ok      verify sql");
        await ExecuteAsync(Connection, $"DROP OWNED BY {role}; DROP ROLE {role}");
    }

    [Fact]
    public async Task Demo_shows_everything_on_the_server_that_is_named_and_leaves_nothing()
    {
        var databases = await ReadAsync<long>(Connection, CountDatabases);
        var roles = await ReadAsync<long>(Connection, CountRoles);

        var outcome = (await RunWithAsync(new() { ["PGBACKUP_CONNECTION"] = Fixture.Server.ConnectionString }, [])).Done();

        outcome.LastOutputLine.Should().Contain("The demo succeeded");
        outcome.Errors.Should().Contain("compare sql").And.NotContain("FAILED");
        (await ReadAsync<long>(Connection, CountDatabases)).Should().Be(databases);
        (await ReadAsync<long>(Connection, CountRoles)).Should().Be(roles);
        Directory.EnumerateFileSystemEntries(WorkingDirectory).Should().BeEmpty();
    }

    [Fact]
    public async Task Demo_brings_a_server_of_its_own()
    {
        var report = (await RunAsync("demo", "--json")).Done().Json();

        report.GetProperty("passed").GetBoolean().Should().BeTrue();
    }
}
