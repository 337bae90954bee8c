using PgBackup.ConsoleHost.Tests.Running;

namespace PgBackup.ConsoleHost.Tests.Commands;

public sealed class HealthCommandTests(ServerFixture fixture) : ConsoleTest(fixture)
{
    [Fact]
    public async Task Health_is_told_by_words_and_exit_code()
    {
        await BackUpAsync();
        (await RunAsync(["health", .. At])).Done().Errors.Should().Contain("Backups are healthy");
        await ExecuteAsync(Connection, "UPDATE orders SET total = 0 WHERE id = 1; DELETE FROM orders");
        await BackUpAsync();

        var degraded = (await RunAsync(["health", .. At, "--json"])).Done().Json();
        degraded.GetProperty("status").GetString().Should().Be("degraded");
        degraded.GetProperty("reasons").EnumerateArray().Single().GetProperty("objectName").GetString().Should().Be("public.orders");
        (await RunAsync(["health", .. At, "--strict"])).Failed("degraded");

        var id = await BackUpAsync();
        Damage(id);
        await RunAsync(["verify", id, .. At]);
        (await RunAsync(["health", .. At])).Failed("unhealthy").Output.Should().Contain("VerificationFailed");
    }
}
