using PgBackup.ConsoleHost.Tests.Running;

namespace PgBackup.ConsoleHost.Tests.Commands;

public sealed class RestoreCommandTests(ServerFixture fixture) : ConsoleTest(fixture)
{
    private const string CountOrders = "SELECT count(*) FROM orders";

    [Fact]
    public async Task Backup_is_restored_into_a_new_database()
    {
        var id = await BackUpAsync();
        var target = await CreateDatabaseAsync();

        var outcome = (await RunAsync("restore", id, "--connection", target, "--store", Store)).Done();

        outcome.Errors.Should().Contain("250 rows");
        outcome.Output.Should().BeEmpty();
        (await ReadAsync<long>(target, "SELECT count(*) FROM orders JOIN customers ON customers.id = customer")).Should().Be(200);
        (await ReadAsync<long>(target, "SELECT count(*) FROM big_orders")).Should().Be(167);
    }

    [Fact]
    public async Task Json_describes_the_restore()
    {
        var id = await BackUpAsync();
        var target = await CreateDatabaseAsync();

        var result = (await RunAsync("restore", id, "--connection", target, "--store", Store, "--json")).Done().Json();

        result.GetProperty("backupId").GetString().Should().Be(id);
        result.GetProperty("rows").GetInt64().Should().Be(250);
        result.GetProperty("tables").GetInt32().Should().Be(2);
    }

    [Fact]
    public async Task One_table_is_put_back_as_it_was()
    {
        var id = await BackUpAsync();
        await ExecuteAsync(Connection, "DROP VIEW big_orders; DELETE FROM orders WHERE id > 10");

        (await RunAsync(["restore", id, .. At, "--table", "orders", "--drop-existing"])).Done();

        (await ReadAsync<long>(Connection, CountOrders)).Should().Be(200);
    }

    [Theory]
    [InlineData("append", 200)]
    [InlineData("replace", 190)]
    [InlineData("merge", 200)]
    public async Task Rows_meet_those_that_exist_as_asked(string action, long expected)
    {
        await ExecuteAsync(Connection, "DELETE FROM orders WHERE id <= 10");
        var id = await BackUpAsync("--data-only");
        await ExecuteAsync(Connection, "DELETE FROM orders; INSERT INTO orders SELECT i, 1, 1 FROM generate_series(1, 10) i");

        (await RunAsync(["restore", id, .. At, "--data-only", "--table", "orders", "--existing-rows", action])).Done();

        (await ReadAsync<long>(Connection, CountOrders)).Should().Be(expected);
    }

    [Fact]
    public async Task Rows_that_exist_stand_in_the_way_and_nothing_changes()
    {
        var id = await BackUpAsync();
        await ExecuteAsync(Connection, "DELETE FROM orders WHERE id > 10");

        var outcome = (await RunAsync(["restore", id, .. At, "--existing-rows", "error"])).Failed("[target_not_empty]");

        outcome.Errors.Should().Contain("customers").And.Contain("orders", "every table that stands in the way is named");
        (await ReadAsync<long>(Connection, CountOrders)).Should().Be(10);
    }

    [Fact]
    public async Task View_that_depends_on_a_dropped_table_is_named()
    {
        var id = await BackUpAsync("--table", "orders");

        var outcome = (await RunAsync(["restore", id, .. At, "--drop-existing"])).Failed("[dependents_exist]");

        outcome.Errors.Should().Contain("big_orders");
        (await ReadAsync<long>(Connection, CountOrders)).Should().Be(200);
        (await RunAsync(["restore", id, .. At, "--drop-existing", "--dependents", "recreate"])).Done().Errors.Should().Contain(
            "made again as before");
    }

    [Fact]
    public async Task Foreign_keys_that_were_skipped_are_named()
    {
        var id = await BackUpAsync("--table", "orders");
        var target = await CreateDatabaseAsync();
        await ExecuteAsync(target, "CREATE TABLE customers (id int PRIMARY KEY, name text NOT NULL)");

        var outcome = (await RunAsync("restore", id, "--connection", target, "--store", Store, "--skip-constraints")).Done();

        outcome.Errors.Should().Contain("orders_customer_fkey");
        (await ReadAsync<long>(target, CountOrders)).Should().Be(200);
    }

    [Fact]
    public async Task Dry_run_tells_the_plan_and_changes_nothing()
    {
        var id = await BackUpAsync();
        var target = await CreateDatabaseAsync();

        var words = (await RunAsync("restore", id, "--connection", target, "--store", Store, "--dry-run")).Done();
        var plan = (await RunAsync("restore", id, "--connection", target, "--store", Store, "--dry-run", "--json")).Done().Json();

        words.Errors.Should().MatchRegex("create +2 +TABLE\n").And.Contain("250 rows");
        plan.GetProperty("canRestore").GetBoolean().Should().BeTrue();
        plan.GetProperty("steps").EnumerateArray().Should().Contain(s => s.GetProperty("kind").GetString() == "TABLE");
        (await ReadAsync<long>(target, "SELECT count(*) FROM pg_class WHERE relname IN ('orders', 'customers')")).Should().Be(0);
    }

    [Fact]
    public async Task Dry_run_that_meets_conflicts_names_them_and_fails()
    {
        var id = await BackUpAsync();

        var words = await RunAsync(["restore", id, .. At, "--dry-run"]);
        var plan = await RunAsync(["restore", id, .. At, "--dry-run", "--json"]);

        words.ExitCode.Should().Be(1);
        words.Errors.Should().Contain("[target_not_empty]");
        plan.ExitCode.Should().Be(1);
        plan.Json().GetProperty("conflicts").GetArrayLength().Should().BePositive();
    }

    [Fact]
    public async Task Damaged_backup_never_touches_the_database()
    {
        var id = await BackUpAsync();
        var target = await CreateDatabaseAsync();
        Damage(id);

        (await RunAsync("restore", id, "--connection", target, "--store", Store)).Failed("[artifact_corrupt]");

        (await ReadAsync<long>(target, "SELECT count(*) FROM pg_class WHERE relname IN ('orders', 'customers')")).Should().Be(0);
    }

    [Fact]
    public async Task Owners_and_privileges_may_be_left_out()
    {
        await ExecuteAsync(Connection, "GRANT SELECT ON orders TO PUBLIC");
        var id = await BackUpAsync();
        var target = await CreateDatabaseAsync();

        (await RunAsync("restore", id, "--connection", target, "--store", Store, "--no-owner", "--no-privileges")).Done();

        (await ReadAsync<bool>(target, "SELECT relacl IS NULL FROM pg_class WHERE relname = 'orders'")).Should().BeTrue();
    }

    [Fact]
    public async Task New_database_and_replacement_are_told_by_name()
    {
        var id = await BackUpAsync();
        var name = new Npgsql.NpgsqlConnectionStringBuilder(Connection).Database!;
        string[] to = ["restore", id, .. At];
        var kept = "";
        try
        {
            (await RunAsync([.. to, "--create-database", name + "_made", "--safety-backup"])).Done().Errors.Should().Contain(
                $"into {name}_made");
            (await RunAsync([.. to, "--create-database", name])).Failed("[database_exists]");
            (await RunAsync([.. to, "--disconnect-others"])).ExitCode.Should().NotBe(0);
            await ExecuteAsync(Connection, "DELETE FROM orders WHERE id > 10");

            var result = (await RunAsync([.. to, "--replace-database", "--disconnect-others", "--json"])).Done().Json();

            kept = result.GetProperty("replacedDatabase").GetString()!;
            kept.Should().StartWith(name + "_replaced_");
            result.GetProperty("database").GetString().Should().Be(name);
            Npgsql.NpgsqlConnection.ClearAllPools();
            (await ReadAsync<long>(Connection, CountOrders)).Should().Be(200);
        }
        finally
        {
            await ExecuteAsync(Connection, $"DROP DATABASE IF EXISTS {name}_made WITH (FORCE)");
            if (kept.Length > 0)
                await ExecuteAsync(Connection, $"DROP DATABASE {kept} WITH (FORCE)");
        }
    }

    [Fact]
    public async Task Safety_backup_is_made_of_what_is_dropped()
    {
        var id = await BackUpAsync();

        string[] tables = ["--table", "customers", "--table", "orders", "--table", "big_orders"];

        var outcome = (await RunAsync(["restore", id, .. At, .. tables, "--drop-existing", "--safety-backup"])).Done();

        outcome.Errors.Should().Contain("What was there before is in backup ");
    }
}
