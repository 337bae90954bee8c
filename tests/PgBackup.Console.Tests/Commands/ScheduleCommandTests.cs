using System.Net;
using System.Net.Sockets;
using PgBackup.ConsoleHost.Tests.Running;

namespace PgBackup.ConsoleHost.Tests.Commands;

public sealed class ScheduleCommandTests(ServerFixture fixture) : ConsoleTest(fixture)
{
    [Fact]
    public async Task Schedule_is_added_listed_run_and_removed()
    {
        (await RunAsync(["schedule", "add", "nightly", "0 2 * * *", "--time-zone", "America/New_York", "--verify", "structure", .. At]))
            .Done();
        var listed = (await RunAsync(["schedule", "list", .. At, "--json"])).Done().Json().EnumerateArray().Single();
        listed.GetProperty("schedule").GetProperty("id").GetString().Should().Be("nightly");
        listed.GetProperty("nextDueAt").GetString().Should().Contain("T02:00:00-0");
        (await RunAsync(["schedule", "next", "nightly", "--count", "3", .. At])).Done().Output.Split('\n').Should().HaveCount(4)
            .And.Contain(line => line.Contains(" 02:00:00 -0"));

        var run = (await RunAsync(["schedule", "run", "nightly", .. At, "--json"])).Done().Json();
        run.GetProperty("state").GetString().Should().Be("succeeded");
        var id = run.GetProperty("backupId").GetString()!;
        (await RunAsync(["show", id, .. AtStore])).Done();
        (await RunAsync(["schedule", "runs", "nightly", .. At])).Done().Output.Should().Contain(id).And.Contain("by hand");

        (await RunAsync(["schedule", "disable", "nightly", .. At])).Done();
        (await RunAsync(["schedule", "list", .. At])).Done().Output.Should().Contain("disabled").And.Contain("America/New_York");
        (await RunAsync(["schedule", "remove", "nightly", .. At])).Done();
        (await RunAsync(["schedule", "run", "nightly", .. At])).Failed("schedule_not_found");
    }

    [Theory]
    [InlineData("nightly", "0 25 * * *", "the hour '25' must be 0 to 23")]
    [InlineData("nightly run", "@daily", "Id must be")]
    public async Task Mistake_is_told(string id, string cron, string words) =>
        (await RunAsync(["schedule", "add", id, cron, .. At])).RefusedUsage(words);

    [Fact]
    public async Task Schedules_of_the_environment_run_until_the_time_is_over()
    {
        Dictionary<string, string> variables = new()
        {
            ["PgBackup__Schedules__0__Id"] = "often",
            ["PgBackup__Schedules__0__Schedule"] = "* * * * * *",
            ["PGBACKUP_CONNECTION"] = Connection,
        };

        var outcome = (await RunWithAsync(variables, ["schedule", "start", "--for", "5", .. AtStore])).Done();

        outcome.Output.Should().BeEmpty();
        outcome.Errors.Should().Contain("Schedule often").And.Contain("made backup");
        (await ReadAsync<long>(Connection, "SELECT count(*) FROM pgbackup.schedule_run WHERE state = 'succeeded'")).Should().BePositive();
    }

    [Fact]
    public async Task Webhook_of_the_environment_is_called_before_the_program_ends()
    {
        using var listener = new HttpListener();
        var url = $"http://127.0.0.1:{FreePort()}/";
        listener.Prefixes.Add(url);
        listener.Start();
        var called = listener.GetContextAsync();
        (await RunAsync(["schedule", "add", "nightly", "@daily", .. At])).Done();
        Dictionary<string, string> variables = new() { ["PgBackup__Webhooks__0__Url"] = url };

        var run = RunWithAsync(variables, ["schedule", "run", "nightly", .. At]);
        var call = await called.WaitAsync(TimeSpan.FromMinutes(1));
        // The program waits for the answer.
        await Task.Delay(TimeSpan.FromSeconds(1));
        run.IsCompleted.Should().BeFalse();
        call.Response.Close();

        (await run).Done();
        call.Request.Headers["X-PgBackup-Event"].Should().Be("succeeded");
        variables["PgBackup__Webhooks__0__Url"] = "http://example.com/T0KEN";
        (await RunWithAsync(variables, ["schedule", "list", .. At])).RefusedUsage("Webhooks:0: Url is http")
            .Errors.Should().NotContain("T0KEN");
        variables = new() { ["PgBackup__Email__Host"] = "mail.example.com" };
        (await RunWithAsync(variables, ["schedule", "list", .. At])).RefusedUsage("To is empty");
    }

    [Fact]
    public async Task Ctrl_C_ends_it_in_order()
    {
        (await RunAsync(["schedule", "add", "often", "* * * * * *", .. At])).Done();
        using var program = Start(["schedule", "start", .. At]);
        await UntilAsync(
            async () => await ReadAsync<long>(Connection, "SELECT count(*) FROM pgbackup.schedule_run WHERE state = 'succeeded'") > 0);
        program.Interrupt();

        (await program.WaitAsync()).Done();
        (await ReadAsync<long>(Connection, "SELECT count(*) FROM pgbackup.schedule_run WHERE state = 'running'")).Should().Be(0);
    }

    private static int FreePort()
    {
        using var free = new TcpListener(IPAddress.Loopback, 0);
        free.Start();
        return ((IPEndPoint)free.LocalEndpoint).Port;
    }
}
