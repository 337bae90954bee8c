using PgBackup.ConsoleHost.Tests.Running;

namespace PgBackup.ConsoleHost.Tests.Commands;

/// <summary><c>list</c>, <c>show</c> and <c>delete</c>, which need no server.</summary>
public sealed class StoreCommandTests(ServerFixture fixture) : ConsoleTest(fixture)
{
    private const string UnknownId = "20200101-000000-00000000";

    [Fact]
    public async Task List_shows_the_newest_first()
    {
        var first = await BackUpAsync("--label", "first");
        // Ids tell the second.
        await Task.Delay(TimeSpan.FromSeconds(1));
        var second = await BackUpAsync("--schema-only");

        var table = (await RunAsync(["list", .. AtStore])).Done().Output.TrimEnd('\n').Split('\n');
        var json = (await RunAsync(["list", .. AtStore, "--json"])).Done().Json();

        table.Should().HaveCount(3, "there is a line of titles, then one for each backup");
        table[1].Should().StartWith(second).And.Contain("partial");
        table[2].Should().StartWith(first).And.Contain("first");
        json.EnumerateArray().Select(b => b.GetProperty("id").GetString()).Should().Equal(second, first);
    }

    [Fact]
    public async Task Empty_store_lists_nothing()
    {
        Directory.CreateDirectory(Store);

        (await RunAsync(["list", .. AtStore])).Done().Output.Should().BeEmpty();
        (await RunAsync(["list", .. AtStore, "--json"])).Done().Output.Trim().Should().Be("[]");
    }

    [Fact]
    public async Task Show_tells_what_a_backup_holds()
    {
        var id = await BackUpAsync();

        var words = (await RunAsync(["show", id, .. AtStore])).Done().Output;
        var json = (await RunAsync(["show", id, .. AtStore, "--json"])).Done().Json();

        words.Should().Contain(id).And.MatchRegex("public.customers +50 ").And.MatchRegex("VIEW +1");
        json.GetProperty("id").GetString().Should().Be(id);
        json.GetProperty("entries").EnumerateArray().Should().Contain(e => e.GetProperty("name").GetString() == "big_orders");
    }

    [Fact]
    public async Task Names_cannot_send_commands_to_the_terminal()
    {
        await ExecuteAsync(Connection, "CREATE TABLE \"evil\u001b[2J\ntable\" (id int)");
        var id = await BackUpAsync();

        var output = (await RunAsync(["show", id, .. AtStore])).Done().Output;

        output.Should().NotContain("\u001b").And.Contain("evil\\u001b[2J table");
    }

    [Theory]
    [InlineData("json", ".json.gz")]
    [InlineData("csv", ".zip")]
    public async Task Converted_backup_is_one_more(string format, string extension)
    {
        var id = await BackUpAsync();

        var converted = (await RunAsync(["convert", id, .. AtStore, "--format", format])).Done().LastOutputLine;

        File.Exists(Path.Combine(Store, converted + extension)).Should().BeTrue();
        (await RunAsync(["list", .. AtStore, "--json"])).Done().Json().EnumerateArray().Select(b => b.GetProperty("id").GetString())
            .Should().BeEquivalentTo(id, converted);
        (await RunAsync(["show", converted, .. AtStore])).Done().Output.Should().MatchRegex($"converted from +{id}");
        (await RunAsync(["convert", converted, .. AtStore, "--compress", "none", "--json"])).Done().Json()
            .GetProperty("convertedFrom").GetString().Should().Be(converted);
        (await RunAsync(["convert", UnknownId, .. AtStore, "--format", format])).Failed("[backup_not_found]");
    }

    [Fact]
    public async Task Deleted_backup_is_gone()
    {
        var id = await BackUpAsync();

        (await RunAsync(["delete", id, .. AtStore, "--json"])).Done().Json().GetProperty("deleted").GetBoolean().Should().BeTrue();

        Directory.EnumerateFiles(Store, id + "*").Should().BeEmpty();
        (await RunAsync(["delete", id, .. AtStore])).Failed("[backup_not_found]");
    }

    [Theory]
    [InlineData("show")]
    [InlineData("verify")]
    [InlineData("delete")]
    public async Task Unknown_id_fails(string command)
    {
        await BackUpAsync();

        (await RunAsync([command, UnknownId, .. AtStore])).Failed("[backup_not_found]").LastErrorLine.Should().Contain(UnknownId);
        (await RunAsync([command, UnknownId, .. AtStore, "--json"])).Failed("[backup_not_found]");
    }

    [Theory]
    [InlineData("show")]
    [InlineData("verify")]
    [InlineData("delete")]
    public async Task Id_is_never_a_path(string command)
    {
        (await RunAsync([command, "../../etc/passwd", .. AtStore])).RefusedUsage("backup id");
        (await RunAsync([command, "", .. AtStore])).RefusedUsage();
    }

    [Fact]
    public async Task Missing_store_holds_no_backup()
    {
        (await RunAsync(["show", UnknownId, .. AtStore])).Failed("[backup_not_found]");
        (await RunAsync(["list", .. AtStore])).Done().Errors.Should().Contain($"'{Store}' does not exist");
        Directory.Exists(Store).Should().BeFalse("looking makes nothing");
    }
}
