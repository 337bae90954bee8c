using PgBackup.ConsoleHost.Tests.Running;

namespace PgBackup.ConsoleHost.Tests.Commands;

public sealed class HistoryCommandTests(ServerFixture fixture) : ConsoleTest(fixture)
{
    [Fact]
    public async Task History_is_listed_counted_and_pruned()
    {
        (await RunAsync("history", "--connection", Connection)).Done().Errors.Should().Contain("has none");
        var id = await BackUpAsync();
        await RunAsync(["backup", .. At, "--table", "nothing"]);
        (await RunAsync(["verify", id, .. At])).Done();

        var page = (await RunAsync("history", "--connection", Connection, "--limit", "2", "--json")).Done().Json();
        page.GetProperty("records").EnumerateArray().Select(r => $"{r.GetProperty("operation")} {r.GetProperty("outcome")}")
            .Should().Equal("verify succeeded", "backup failed");
        var rest = (await RunAsync("history", "--connection", Connection, "--after", page.GetProperty("next").GetString()!)).Done();
        rest.Output.Should().Contain(id).And.NotContain("verify");
        (await RunAsync("history", "--connection", Connection, "--operation", "backup", "--outcome", "failed")).Done()
            .Output.Should().Contain("relation_not_found").And.NotContain(id);

        (await RunAsync("history", "stats", "--connection", Connection, "--days", "1")).Done().Output.Should().Contain("backup")
            .And.Contain("verify");
        await ExecuteAsync(
            Connection, "UPDATE pgbackup.backup_history SET started_at = started_at - interval '3 days' WHERE outcome = 'failed'");
        (await RunAsync("history", "prune", "--connection", Connection, "--keep-days", "2")).Done().Errors.Should().Contain("1 operation ");
        (await RunAsync("history", "prune", "--connection", Connection, "--max-rows", "5")).RefusedUsage("100 rows");
        (await RunAsync("history", "--connection", Connection, "--outcome", "bad")).RefusedUsage("--outcome is 'bad'");
    }
}
