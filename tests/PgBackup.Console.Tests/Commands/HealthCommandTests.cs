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
        var strict = await RunAsync(["health", .. At, "--strict"]);
        (strict.ExitCode, strict.LastErrorLine).Should().Be((1, "error: Backups are degraded."));

        var id = await BackUpAsync();
        Damage(id);
        await RunAsync(["verify", id, .. At]);
        var unhealthy = await RunAsync(["health", .. At]);
        (unhealthy.ExitCode, unhealthy.LastErrorLine).Should().Be((1, "error: Backups are unhealthy."));
        unhealthy.Output.Should().Contain("VerificationFailed").And.Contain(id);
    }
}
