using PgBackup.ConsoleHost.Tests.Running;

namespace PgBackup.ConsoleHost.Tests.Commands;

public sealed class BackupCommandTests(ServerFixture fixture) : ConsoleTest(fixture)
{
    [Fact]
    public async Task Last_line_of_the_output_is_the_id_of_a_listed_backup()
    {
        var outcome = (await RunAsync(["backup", .. At])).Done();

        var listed = (await RunAsync(["list", .. AtStore, "--json"])).Json();
        listed.EnumerateArray().Should().ContainSingle().Which.GetProperty("id").GetString().Should().Be(outcome.LastOutputLine);
        outcome.Errors.Should().Contain("2 tables, 250 rows");
    }

    [Fact]
    public async Task Json_describes_the_backup_and_nothing_else_is_on_the_output()
    {
        var backup = (await RunAsync(["backup", .. At, "--json", "--label", "before the move"])).Done().Json();

        backup.GetProperty("id").GetString().Should().NotBeNullOrEmpty();
        backup.GetProperty("format").GetString().Should().Be("sql");
        backup.GetProperty("compression").GetString().Should().Be("gzip");
        backup.GetProperty("label").GetString().Should().Be("before the move");
        backup.GetProperty("tables").GetInt32().Should().Be(2);
        backup.GetProperty("rows").GetInt64().Should().Be(250);
    }

    [Theory]
    [InlineData("gzip")]
    [InlineData("zstd")]
    [InlineData("none")]
    public async Task Compression_is_the_one_asked_for(string compression)
    {
        var backup = (await RunAsync(["backup", .. At, "--json", "--compress", compression])).Done().Json();

        backup.GetProperty("compression").GetString().Should().Be(compression);
    }

    [Fact]
    public async Task Tables_are_chosen_by_repeated_options()
    {
        var both = (await RunAsync(["backup", .. At, "--json", "--table", "customers", "--table", "public.ord*"])).Done().Json();
        var one = (await RunAsync(["backup", .. At, "--json", "--exclude-table", "orders", "--exclude-table", "big_orders"])).Done().Json();
        var data = (await RunAsync(["backup", .. At, "--json", "--exclude-data", "orders"])).Done().Json();

        both.GetProperty("rows").GetInt64().Should().Be(250);
        one.GetProperty("rows").GetInt64().Should().Be(50);
        data.GetProperty("rows").GetInt64().Should().Be(50);
    }

    [Fact]
    public async Task Rows_are_chosen_by_a_condition()
    {
        var backup =
            (await RunAsync(["backup", .. At, "--json", "--where", "public.orders=id=7 OR id<=3", "--where", "c*=id > 40"])).Done().Json();

        backup.GetProperty("rows").GetInt64().Should().Be(4 + 10);
        (await RunAsync(["backup", .. At, "--where", "orders=id"])).Failed("[filter_invalid]").LastErrorLine.Should().Contain(
            "public.orders");
        (await RunAsync(["backup", .. At, "--where", "\"a=b\"=true"])).Failed("[relation_not_found]").LastErrorLine.Should().Contain(
            "'\"a=b\"'");
        (await RunAsync(["backup", .. At, "--where", "orders=id > 1", "--where", "orders=id < 9"])).RefusedUsage("AND");
    }

    [Fact]
    public async Task Schema_only_holds_no_rows_and_data_only_no_definitions()
    {
        var schema = await BackUpAsync("--schema-only");
        var data = await BackUpAsync("--data-only", "--jobs", "1");

        var schemaEntries = (await RunAsync(["show", schema, .. AtStore, "--json"])).Json().GetProperty("entries").EnumerateArray();
        var dataEntries = (await RunAsync(["show", data, .. AtStore, "--json"])).Json().GetProperty("entries").EnumerateArray();
        schemaEntries.Should().Contain(e => e.GetProperty("kind").GetString() == "TABLE")
            .And.NotContain(e => e.GetProperty("kind").GetString() == "TABLE DATA");
        dataEntries.Should().Contain(e => e.GetProperty("kind").GetString() == "TABLE DATA")
            .And.NotContain(e => e.GetProperty("kind").GetString() == "TABLE");
    }

    [Fact]
    public async Task Connection_may_come_from_the_environment_and_the_option_wins()
    {
        var nowhere = "Host=127.0.0.1;Port=1;Timeout=2";

        var byVariable = await RunWithAsync(new() { ["PGBACKUP_CONNECTION"] = Connection }, ["backup", .. AtStore]);
        var byOption = await RunWithAsync(new() { ["PGBACKUP_CONNECTION"] = nowhere }, ["backup", .. At]);

        byVariable.Done();
        byOption.Done();
    }

    [Fact]
    public async Task Store_defaults_to_the_variable_and_then_to_the_current_directory()
    {
        var byVariable = await RunWithAsync(new() { ["BACKUP_DIR"] = Store }, "backup", "--connection", Connection);
        var byDefault = await RunAsync("backup", "--connection", Connection);

        Directory.EnumerateFiles(Store, byVariable.Done().LastOutputLine + "*").Should().NotBeEmpty();
        Directory.EnumerateFiles(Path.Combine(WorkingDirectory, ".backups"), byDefault.Done().LastOutputLine + "*").Should().NotBeEmpty();
    }

    [Fact]
    public async Task History_is_written_unless_it_is_declined()
    {
        const string hasSchema = "SELECT count(*) FROM pg_namespace WHERE nspname = 'pgbackup'";

        await BackUpAsync("--no-history");
        (await ReadAsync<long>(Connection, hasSchema)).Should().Be(0);

        await BackUpAsync();
        (await ReadAsync<long>(Connection, hasSchema)).Should().Be(1);
    }

    [Fact]
    public async Task Unknown_table_is_named()
    {
        var outcome = await RunAsync(["backup", .. At, "--table", "customer"]);

        outcome.Failed("[relation_not_found]").LastErrorLine.Should().Contain("customer");
        (await RunAsync(["backup", .. At, "--table", "customer", "--json"])).Failed("[relation_not_found]");
    }

    [Fact]
    public async Task Lock_that_others_hold_is_waited_for_as_long_as_asked()
    {
        await using var other = await OpenAsync(Connection);
        await using var command = other.CreateCommand();
        command.CommandText = "BEGIN; LOCK TABLE orders IN ACCESS EXCLUSIVE MODE";
        await command.ExecuteNonQueryAsync();

        (await RunAsync(["backup", .. At, "--lock-timeout", "0.5"])).Failed("[lock_timeout]").LastErrorLine.Should().Contain("orders");
    }
}
