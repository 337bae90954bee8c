using PgBackup.ConsoleHost.Tests.Running;

namespace PgBackup.ConsoleHost.Tests;

public sealed class UsageTests(ServerFixture fixture) : ConsoleTest(fixture)
{
    private const string SomeId = "20200101-000000-00000000";

    [Theory]
    [InlineData(
        "--help", "backup", "restore", "list", "show", "verify", "convert", "delete", "prune", "pin", "unpin", "doctor", "selftest",
        "migrate", "schedule", "demo")]
    [InlineData("backup --help", "--connection", "--store", "--format", "--compress", "--jobs", "--table", "--exclude-table",
        "--exclude-data", "--where", "--schema-only", "--data-only", "--database-properties", "--roles", "--role-passwords", "--no-history",
        "--json")]
    [InlineData(
        "restore --help", "--connection", "--store", "--table", "--drop-existing", "--dependents", "--skip-constraints", "--existing-rows",
        "--schema-only", "--data-only", "--jobs", "--dry-run", "--database-properties", "--roles", "--map-role", "--strict",
        "--skip-forbidden", "--no-history", "--json")]
    [InlineData("verify --help", "--test-restore", "--connection", "--store")]
    [InlineData(
        "prune --help", "--dry-run", "--store", "--keep-last", "--keep-days", "--daily", "--weekly", "--monthly", "--yearly", "--max-size",
        "--require-verified", "--time-zone", "--database", "--label", "--schedule", "--json")]
    [InlineData("schedule --help", "list", "next", "run", "runs", "start", "add", "remove", "enable", "disable")]
    [InlineData("convert --help", "--format", "--compress", "--jobs", "--store", "--json")]
    public async Task Help_names_everything(string arguments, params string[] words)
    {
        (await RunAsync(arguments.Split(' '))).Done().Output.Should().ContainAll(words);
    }

    [Theory]
    [InlineData("nonsense", "nonsense")]
    [InlineData("list nonsense", "nonsense")]
    [InlineData("list --nonsense", "--nonsense")]
    [InlineData("restore", "ID")]
    [InlineData("show", "ID")]
    [InlineData("verify", "ID")]
    [InlineData("delete", "ID")]
    [InlineData("convert", "ID")]
    [InlineData("pin", "ID")]
    [InlineData("unpin", "ID")]
    [InlineData("prune", "No rule is given")]
    [InlineData("prune --keep-last 0", "--keep-last is '0'")]
    [InlineData("prune --daily x", "--daily is 'x'")]
    [InlineData($"convert {SomeId} --compress lz9", "lz9")]
    [InlineData($"convert {SomeId} --format csv --jobs 0", "1 to 64")]
    [InlineData("migrate --no-history", "--no-history")]
    public async Task Unknown_and_missing_words_are_refused(string arguments, string named)
    {
        (await RunAsync(arguments.Split(' '))).RefusedUsage(named).Errors.Should().Contain("--help");
    }

    [Theory]
    [InlineData("", "--format")]
    [InlineData("--format xml", "xml")]
    public async Task Conversion_into_nothing_new_is_refused(string options, string named)
    {
        (await RunAsync(["convert", SomeId, .. AtStore, .. options.Split(' ', StringSplitOptions.RemoveEmptyEntries)])).RefusedUsage(named);
        Directory.Exists(Store).Should().BeFalse("a refused command does nothing");
    }

    [Theory]
    [InlineData("backup")]
    [InlineData($"restore {SomeId}")]
    [InlineData("doctor")]
    [InlineData("selftest")]
    [InlineData("migrate")]
    public async Task Command_that_needs_a_server_says_how_to_name_one(string arguments)
    {
        (await RunAsync(arguments.Split(' '))).RefusedUsage("--connection").Errors.Should().Contain("PGBACKUP_CONNECTION");
    }

    [Theory]
    [InlineData("--format", "xml")]
    [InlineData("--compress", "lz9")]
    [InlineData("--compress", "1")]
    [InlineData("--jobs", "0")]
    [InlineData("--jobs", "65")]
    [InlineData("--jobs", "many")]
    [InlineData("--lock-timeout", "-1")]
    [InlineData("--lock-timeout", "NaN")]
    [InlineData("--table", "")]
    [InlineData("--where", "orders")]
    [InlineData("--where", "orders= ")]
    [InlineData("--where", "=id > 1")]
    [InlineData("--where", "\"orders=id > 1")]
    public async Task Value_that_makes_no_backup_is_refused(string option, string value)
    {
        (await RunAsync(["backup", .. At, option, value])).RefusedUsage(value.Length > 0 ? value : "pattern");
        Directory.Exists(Store).Should().BeFalse("a refused command does nothing");
    }

    [Theory]
    [InlineData("--existing-rows", "ignore")]
    [InlineData("--map-role", "app")]
    [InlineData("--map-role", "=app")]
    [InlineData("--map-role", "app=")]
    [InlineData("--jobs", "0")]
    public async Task Value_that_makes_no_restore_is_refused(string option, string value)
    {
        (await RunAsync(["restore", SomeId, .. At, option, value])).RefusedUsage(value);
    }

    [Fact]
    public async Task Options_that_contradict_each_other_are_refused()
    {
        var id = await BackUpAsync();

        (await RunAsync(["backup", .. At, "--schema-only", "--data-only"])).RefusedUsage();
        (await RunAsync(["restore", id, .. At, "--schema-only", "--data-only"])).RefusedUsage();
        (await RunAsync(["restore", id, .. At, "--drop-existing", "--existing-rows", "merge"])).RefusedUsage();
        (await RunAsync(["restore", id, .. At, "--strict", "--skip-forbidden"])).RefusedUsage();
        (await RunAsync(["restore", id, .. At, "--map-role", "a=b", "--map-role", "a=c"])).RefusedUsage("twice");
    }

    [Theory]
    [InlineData("restore")]
    [InlineData("show")]
    [InlineData("verify")]
    [InlineData("delete")]
    public async Task Malformed_id_is_refused(string command)
    {
        (await RunAsync([command, "not an id", .. At])).RefusedUsage("backup id");
    }

    [Theory]
    [InlineData("nonsense")]
    [InlineData("Host=h;Nonsense=1")]
    [InlineData("Host=h;Port=many")]
    [InlineData("Database=shop")]
    [InlineData("postgresql://me@host/shop")]
    public async Task Malformed_connection_string_is_refused(string connection)
    {
        (await RunAsync("backup", "--connection", connection, "--store", Store)).RefusedUsage("--connection");
        (await RunWithAsync(new() { ["PGBACKUP_CONNECTION"] = connection }, ["backup", .. AtStore])).RefusedUsage("PGBACKUP_CONNECTION");
    }
}
