using PgBackup.ConsoleHost.Tests.Running;

namespace PgBackup.ConsoleHost.Tests.Commands;

public sealed class GlobalsCommandTests(ServerFixture fixture) : ConsoleTest(fixture)
{
    private const string Comment =
        "SELECT coalesce(shobj_description(oid, 'pg_database'), '') FROM pg_database WHERE datname = current_database()";

    [Fact]
    public async Task Backup_with_roles_and_database_properties_tells_so_and_restores_them_when_asked()
    {
        await ExecuteAsync(Connection, "DO $$ BEGIN EXECUTE format('COMMENT ON DATABASE %I IS ''the shop''', current_database()); END $$");
        var id = await BackUpAsync("--database-properties", "--roles");
        var target = await CreateDatabaseAsync();
        string[] restore = ["restore", id, "--connection", target, "--store", Store];

        (await RunAsync(["list", .. AtStore])).Done().Output.Should().Contain("database properties, roles");
        (await RunAsync(["show", id, .. AtStore])).Done().Output.Should().Contain("UTF8, locale C").And.Contain("ROLE");
        var shown = (await RunAsync(["show", id, .. AtStore, "--json"])).Done().Json();
        shown.GetProperty("roles").GetString().Should().Be("withoutPasswords");
        shown.GetProperty("databaseProperties").GetBoolean().Should().BeTrue();
        shown.GetProperty("madeWith").GetProperty("encoding").GetString().Should().Be("UTF8");

        (await RunAsync([.. restore, "--dry-run"])).Done().Errors.Should().Contain("leaves out");
        (await RunAsync([.. restore, "--dry-run", "--roles", "--database-properties"])).Done().Errors
            .Should().MatchRegex("alter +1 +DATABASE PROPERTIES\n").And.MatchRegex("keep +[0-9]+ +ROLE\n").And.NotContain("leaves out");
        (await RunAsync([.. restore, "--roles", "--database-properties"])).Done();
        (await ReadAsync<string>(target, Comment)).Should().Be("the shop");
    }

    [Fact]
    public async Task Passwords_of_roles_are_announced()
    {
        var outcome = (await RunAsync(["backup", .. At, "--role-passwords"])).Done();

        outcome.Errors.Should().Contain("stored passwords");
        (await RunAsync(["list", .. AtStore])).Done().Output.Should().Contain("roles with passwords");
    }

    [Fact]
    public async Task What_the_backup_lacks_or_rows_alone_exclude_is_refused()
    {
        var id = await BackUpAsync();
        var target = await CreateDatabaseAsync();

        (await RunAsync("restore", id, "--connection", target, "--store", Store, "--roles")).Failed("[not_in_backup]");
        (await RunAsync("restore", id, "--connection", target, "--store", Store, "--database-properties")).Failed("[not_in_backup]");
        (await RunAsync(["restore", id, .. At, "--data-only", "--roles"])).RefusedUsage("DataOnly");
        (await RunAsync(["backup", .. At, "--data-only", "--database-properties"])).RefusedUsage("DataOnly");
        (await RunAsync(["backup", .. At, "--data-only", "--role-passwords"])).RefusedUsage("DataOnly");
    }

    [Fact]
    public async Task Passwords_that_the_role_may_not_read_are_refused()
    {
        var builder = new Npgsql.NpgsqlConnectionStringBuilder(Connection);
        var role = $"reader_{builder.Database}";
        await ExecuteAsync(Connection, $"CREATE ROLE {role} LOGIN PASSWORD '{builder.Password}'");
        builder.Username = role;

        (await RunAsync(
            "backup", "--connection", builder.ConnectionString, "--store", Store, "--schema-only", "--role-passwords", "--no-history"))
            .Failed("[permission_denied]").LastErrorLine.Should().Contain("pg_authid");
    }
}
