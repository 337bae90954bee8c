using FluentAssertions;
using Npgsql;
using PgBackup.Playground.Comparison;
using PgBackup.Playground.Servers;
using PgBackup.Postgres;
using PgBackup.Schema;
using PgBackup.Tests.Servers;
using Xunit;

namespace PgBackup.Tests.Schema;

[Collection(CorpusTestGroup.Name)]
public sealed class DatabasePropertiesTests
{
    [Theory]
    [EachMajor]
    public Task Database_is_made_again_with_owner_settings_privileges_and_limits(int major) => CheckAsync(
        major,
        new ThrowawayDatabaseOptions { Encoding = "LATIN1", Locale = "POSIX" },
        name => $"""
            ALTER DATABASE {name} OWNER TO "corpus owner";
            COMMENT ON DATABASE {name} IS 'it''s a database';
            ALTER DATABASE {name} SET search_path = public, "Odd, ""Schema";
            ALTER DATABASE {name} SET my.own = 'it''s';
            ALTER ROLE corpus_reader IN DATABASE {name} SET work_mem = '5MB';
            ALTER ROLE "corpus owner" IN DATABASE {name} SET TimeZone = 'UTC';
            REVOKE CONNECT ON DATABASE {name} FROM PUBLIC;
            GRANT CONNECT, CREATE ON DATABASE {name} TO corpus_reader WITH GRANT OPTION;
            ALTER DATABASE {name} CONNECTION LIMIT 50 IS_TEMPLATE true;
            """);

    [Theory]
    [EachMajor]
    public Task Plain_database_stays_plain(int major) => CheckAsync(major, new ThrowawayDatabaseOptions(), _ => "SELECT 1");

    [Theory]
    [EachMajor(From = 15)]
    public Task Database_keeps_its_ICU_locale(int major) =>
        CheckAsync(major, new ThrowawayDatabaseOptions { IcuLocale = "de-DE" }, _ => "SELECT 1");

    [Theory]
    [EachMajor(From = 17)]
    public Task Database_keeps_its_builtin_locale(int major) =>
        CheckAsync(major, new ThrowawayDatabaseOptions { BuiltinLocale = "C.UTF-8" }, _ => "SELECT 1");

    private static async Task CheckAsync(int major, ThrowawayDatabaseOptions options, Func<string, string> sql)
    {
        await using var original = await PostgresServers.CreateDatabaseAsync(major, options);
        await CorpusScript.RunAsync(original, "Roles");
        var copy = original.Name + "_copy";
        var copyConnection = new NpgsqlConnectionStringBuilder(original.ConnectionString) { Database = copy }.ConnectionString;
        try
        {
            await original.ExecuteAsync(sql(original.Name));
            var properties = await ReadAsync(original);
            var statements = new StatementList();
            properties.WriteProperties(copy, statements);
            var create = properties.CreateStatement(copy, new ServerVersion(major * 10000));
            foreach (var statement in statements.Statements.Select(s => s.Text).Prepend(create))
                await original.ExecuteStatementAsync(statement);

            var differences = await DatabaseComparison.CompareAsync(
                original.ConnectionString, copyConnection, new ComparisonOptions { DatabaseSettings = true, Schema = true, Data = false });

            differences.Should().BeEmpty();
        }
        finally
        {
            // A template cannot be dropped.
            const string Both = "SELECT datname::text FROM pg_database WHERE datname LIKE current_database() || '%'";
            foreach (var name in await original.ColumnAsync<string>(Both))
                await original.ExecuteAsync($"ALTER DATABASE {name} IS_TEMPLATE false");
            await original.Server.DropDatabaseAsync(copy);
        }
    }

    private static async Task<DatabaseProperties> ReadAsync(TestDatabase database)
    {
        await using var connection = await database.OpenAsync();
        var query = await CatalogReader.ReadAsync(connection, new ServerVersion(database.Major * 10000), CancellationToken.None);
        return await DatabasePropertiesReader.ReadAsync(query, CancellationToken.None);
    }
}
