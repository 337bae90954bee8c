using PgBackup.ConsoleHost.Tests.Running;

namespace PgBackup.ConsoleHost.Tests.Commands;

public sealed class VerifyCommandTests(ServerFixture fixture) : ConsoleTest(fixture)
{
    [Fact]
    public async Task Good_backup_is_called_good()
    {
        var id = await BackUpAsync();

        (await RunAsync(["verify", id, .. AtStore])).Done().Errors.Should().Contain("is good");
        var report = (await RunAsync(["verify", id, .. AtStore, "--json"])).Done().Json();
        report.GetProperty("isGood").GetBoolean().Should().BeTrue();
        report.GetProperty("problems").GetArrayLength().Should().Be(0);
    }

    [Fact]
    public async Task Damaged_backup_is_reported()
    {
        var id = await BackUpAsync();
        Damage(id);

        (await RunAsync(["verify", id, .. AtStore])).Failed("is not good");
        var outcome = await RunAsync(["verify", id, .. AtStore, "--json"]);
        outcome.ExitCode.Should().Be(1);
        outcome.Json().GetProperty("problems").GetArrayLength().Should().BePositive();
    }

    [Fact]
    public async Task Test_restore_leaves_no_database_behind()
    {
        const string countDatabases = "SELECT count(*) FROM pg_database";
        var id = await BackUpAsync();
        var before = await ReadAsync<long>(Connection, countDatabases);

        var outcome = (await RunAsync(["verify", id, .. At, "--test-restore"])).Done();

        outcome.Errors.Should().Contain("test restore");
        (await ReadAsync<long>(Connection, countDatabases)).Should().Be(before);
    }

    [Fact]
    public async Task Test_restore_needs_a_server()
    {
        (await RunAsync(["verify", "20200101-000000-00000000", .. AtStore, "--test-restore"])).RefusedUsage("PGBACKUP_CONNECTION");
    }
}
