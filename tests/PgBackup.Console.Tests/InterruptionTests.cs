using Npgsql;
using PgBackup.ConsoleHost.Tests.Running;

namespace PgBackup.ConsoleHost.Tests;

public sealed class InterruptionTests(ServerFixture fixture) : ConsoleTest(fixture)
{
    private const string Waiting = """
        SELECT count(*) FROM pg_locks
        WHERE NOT granted AND database = (SELECT oid FROM pg_database WHERE datname = current_database())
        """;

    [Fact]
    public async Task Interrupted_backup_says_so_and_leaves_nothing()
    {
        if (OperatingSystem.IsWindows())
            return; // there is no Ctrl-C for a process without a console of its own

        await using var other = await OpenAsync(Connection);
        await using (var command = new NpgsqlCommand("BEGIN; LOCK TABLE orders IN ACCESS EXCLUSIVE MODE", other))
            await command.ExecuteNonQueryAsync();
        using var program = Start(["backup", .. At, "--no-history"]);
        await UntilAsync(async () => await ReadAsync<long>(Connection, Waiting) > 0);

        program.Interrupt();

        (await program.WaitAsync()).Failed("cancelled");
        (await RunAsync(["list", .. AtStore, "--json"])).Done().Output.Trim().Should().Be("[]");
    }

    [Fact]
    public async Task Interrupted_demo_removes_what_it_made()
    {
        if (OperatingSystem.IsWindows())
            return; // as above

        const string countDatabases = "SELECT count(*) FROM pg_database";
        const string countRoles = "SELECT count(*) FROM pg_roles";
        var (databases, roles) = (await ReadAsync<long>(Connection, countDatabases), await ReadAsync<long>(Connection, countRoles));
        using var program = StartWith(new Dictionary<string, string> { ["PGBACKUP_CONNECTION"] = Fixture.Server.ConnectionString });
        await UntilAsync(async () => await ReadAsync<long>(Connection, countRoles) > roles); // the database came before

        program.Interrupt();

        (await program.WaitAsync()).Failed("cancelled");
        (await ReadAsync<long>(Connection, countDatabases)).Should().Be(databases);
        (await ReadAsync<long>(Connection, countRoles)).Should().Be(roles);
    }
}
