using FluentAssertions;
using PgBackup.Postgres;
using PgBackup.Schema;
using PgBackup.Tests.Servers;
using Xunit;

namespace PgBackup.Tests.Schema;

public sealed class ServerRolesTests
{
    private const string Facts = """
        SELECT r.line FROM (
            SELECT (to_jsonb(r) - '{oid,rolpassword}'::text[])::text || coalesce(shobj_description(r.oid, 'pg_authid'), '') AS line
            FROM pg_roles r
            UNION ALL
            SELECT (to_jsonb(m) - '{oid,roleid,member,grantor}'::text[])::text
                || format(' %s %s %s', m.roleid::regrole, m.member::regrole, m.grantor::regrole)
            FROM pg_auth_members m
        ) r
        WHERE r.line LIKE '%roles_test%'
        ORDER BY r.line
        """;

    [Theory]
    [EachMajor]
    public async Task Roles_are_made_again_with_attributes_memberships_and_settings(int major)
    {
        await using var database = await PostgresServers.CreateDatabaseAsync(major);
        await database.ExecuteAsync("""
            CREATE ROLE "roles_test Group" NOINHERIT CREATEROLE CREATEDB;
            CREATE ROLE roles_test_admin SUPERUSER REPLICATION BYPASSRLS;
            CREATE ROLE roles_test_user LOGIN PASSWORD 'secret word' CONNECTION LIMIT 7 VALID UNTIL '2031-02-03 04:05:06+00';
            COMMENT ON ROLE roles_test_user IS 'it''s a user';
            ALTER ROLE roles_test_user SET search_path = "$user", public;
            ALTER ROLE roles_test_user SET statement_timeout = '5s';
            GRANT "roles_test Group" TO roles_test_admin WITH ADMIN OPTION;
            GRANT pg_read_all_settings TO "roles_test Group";
            """);
        await database.ExecuteAsync(major < 16
            ? """GRANT "roles_test Group" TO roles_test_user"""
            : """
              GRANT "roles_test Group" TO roles_test_user WITH INHERIT FALSE, SET FALSE GRANTED BY roles_test_admin;
              GRANT pg_monitor TO roles_test_user WITH INHERIT TRUE;
              """);
        if (major >= 15)
            await database.ExecuteAsync("GRANT SET ON PARAMETER log_statement TO roles_test_user WITH GRANT OPTION");
        var before = await database.ColumnAsync<string>(Facts);
        var parameters = major < 15 ? [] : await database.ColumnAsync<string>("SELECT paracl::text FROM pg_parameter_acl");

        var statements = await ReadAsync(database);
        await DropAsync(database);
        try
        {
            (await database.ColumnAsync<string>(Facts)).Should().BeEmpty();
            foreach (var statement in statements)
                await database.ExecuteStatementAsync(statement);

            (await database.ColumnAsync<string>(Facts)).Should().Equal(before);
            if (major >= 15)
                (await database.ColumnAsync<string>("SELECT paracl::text FROM pg_parameter_acl")).Should().Equal(parameters);
            string.Join('\n', statements).Should().NotContain("secret").And.NotContain("PASSWORD");
        }
        finally
        {
            await DropAsync(database);
        }
    }

    private static async Task<List<string>> ReadAsync(TestDatabase database)
    {
        await using var connection = await database.OpenAsync();
        var query = await CatalogReader.ReadAsync(connection, new ServerVersion(database.Major * 10000), CancellationToken.None);
        var statements = new StatementList();
        (await ServerRolesReader.ReadAsync(query, CancellationToken.None)).Write(statements);

        // Other tests have roles on the same server.
        return [.. statements.Statements.Select(s => s.Text).Where(s => s.Contains("roles_test", StringComparison.Ordinal))];
    }

    private static async Task DropAsync(TestDatabase database)
    {
        if (database.Major >= 15)
            await database.ExecuteAsync("REVOKE ALL ON PARAMETER log_statement FROM roles_test_user CASCADE");
        await database.ExecuteAsync("""DROP ROLE roles_test_user, roles_test_admin, "roles_test Group" """);
    }
}
