using PgBackup.ConsoleHost.Tests.Running;

namespace PgBackup.ConsoleHost.Tests.Commands;

public sealed class PruneCommandTests(ServerFixture fixture) : ConsoleTest(fixture)
{
    [Fact]
    public async Task Prune_tells_and_deletes_what_no_rule_keeps()
    {
        string[] ids = [await BackUpAsync(), await BackUpAsync(), await BackUpAsync()];
        (await RunAsync(["pin", ids[0], .. AtStore])).Done();
        (await RunAsync(["verify", ids[2], .. AtStore])).Done();

        var dry = (await RunAsync(["prune", "--dry-run", "--keep-last", "1", .. AtStore])).Done();
        dry.Output.Should().MatchRegex($@"keep +{ids[2]} .* verified +the last one, the newest verified backup")
            .And.MatchRegex($@"delete +{ids[1]} .* no rule keeps it").And.MatchRegex($@"keep +{ids[0]} .* pinned");
        dry.Errors.Should().Contain("Would delete 1 backup of 3");
        (await IdsAsync()).Should().HaveCount(3);

        var json = (await RunAsync(["prune", "--keep-last", "1", "--json", .. AtStore])).Done().Json();
        json.GetProperty("deleted").EnumerateArray().Select(e => e.GetString()).Should().Equal(ids[1]);
        json.GetProperty("plan").GetProperty("decisions").GetArrayLength().Should().Be(3);
        (await IdsAsync()).Should().Equal(ids[2], ids[0]);

        (await RunAsync(["unpin", ids[0], .. AtStore, "--json"])).Done().Json().GetProperty("changed").GetBoolean().Should().BeTrue();
        (await RunAsync(["prune", "--keep-last", "1", .. At])).Done().Errors.Should().Contain("Deleted 1 backup of 2");
        (await IdsAsync()).Should().Equal(ids[2]);
    }

    private async Task<IEnumerable<string?>> IdsAsync() =>
        (await RunAsync(["list", .. AtStore, "--json"])).Done().Json().EnumerateArray().Select(b => b.GetProperty("id").GetString());
}
