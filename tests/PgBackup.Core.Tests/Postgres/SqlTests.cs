using FluentAssertions;
using Npgsql;
using PgBackup.Postgres;
using PgBackup.Tests.Servers;
using Xunit;

namespace PgBackup.Tests.Postgres;

public sealed class SqlTests
{
    private const string Characters = "aZ9_ $'\"\\;-.*\n\r\té漢😀%()[]{}|~`:,/";

    [Theory]
    [EachMajor]
    public async Task Wild_strings_come_back_from_the_server_as_they_went(int major)
    {
        await using var database = await PostgresServers.CreateDatabaseAsync(major);
        await using var connection = await database.OpenAsync();
        var random = new Random(11);
        for (var i = 0; i < 300; i++)
        {
            var text = Wild(random);

            (await ScalarAsync(connection, $"SELECT {Sql.Literal(text)}::text")).Should().Be(text);
            (await ScalarAsync(connection, $"SELECT {Sql.DollarQuoted(text)}::text")).Should().Be(text);
        }

        await ScalarAsync(connection, "SET standard_conforming_strings = off");
        for (var i = 0; i < 100; i++)
        {
            var text = Wild(random);
            (await ScalarAsync(connection, $"SELECT {Sql.Literal(text)}::text")).Should().Be(text);
        }
    }

    [Theory]
    [EachMajor]
    public async Task Wild_names_and_every_key_word_name_what_they_should(int major)
    {
        await using var database = await PostgresServers.CreateDatabaseAsync(major);
        await using var connection = await database.OpenAsync();
        var names = await database.ColumnAsync<string>("SELECT word FROM pg_get_keywords()");
        var random = new Random(13);
        string[] nearlyPlain = ["Abc", "aBc", "abC", "1a", "9", "_", "_1", "a$b", "é", "a b"];
        foreach (var name in names.Concat(nearlyPlain).Concat(Enumerable.Range(0, 100).Select(_ => Wild(random) + "x")))
        {
            // As a column, a table, a type's name and a bare label alike.
            var quoted = Sql.Identifier(name);
            var sql = $"CREATE TEMPORARY TABLE {quoted} ({quoted} int); SELECT attname::pg_catalog.text FROM pg_attribute "
                + $"WHERE attrelid = {Sql.Literal(Sql.Qualified("pg_temp", name))}::regclass AND attnum = 1; DROP TABLE pg_temp.{quoted}";
            (await ScalarAsync(connection, sql)).Should().Be(name);
            (await ScalarAsync(connection, $"SELECT {quoted}::pg_catalog.text FROM (SELECT 'v'::pg_catalog.text AS {quoted}) AS {quoted}"))
                .Should().Be("v", name);
        }
    }

    [Theory]
    [EachMajor]
    public async Task Wild_schemas_and_their_operators_are_named_as_what_they_hold(int major)
    {
        await using var database = await PostgresServers.CreateDatabaseAsync(major);
        await using var connection = await database.OpenAsync();
        foreach (var schema in new[] { "plain", "Upper", "a\"b", "a.b", "select", "ü ;--" })
        {
            await ScalarAsync(connection, $"CREATE SCHEMA {Sql.Identifier(schema)}; CREATE TABLE {Sql.Qualified(schema, "T.1")} ()");
            (await ScalarAsync(connection, $"SELECT nspname::text FROM pg_class c JOIN pg_namespace n ON n.oid = relnamespace "
                + $"WHERE c.oid = {Sql.Literal(Sql.Qualified(schema, "T.1"))}::regclass AND relname = 'T.1'")).Should().Be(schema);
            await ScalarAsync(
                connection, $"CREATE OPERATOR {Sql.QualifiedOperator(schema, "<#>")} (FUNCTION = int4pl, LEFTARG = int, RIGHTARG = int)");
            (await ScalarAsync(connection, $"SELECT 1 {Sql.Operator(schema, "<#>")} 2")).Should().Be(3);
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("= any")]
    [InlineData("+;")]
    [InlineData("a")]
    public void Names_that_are_no_operators_are_refused(string name)
    {
        var act = () => Sql.QualifiedOperator("public", name);

        act.Should().Throw<FormatException>();
    }

    // At most 40 bytes or so: longer names would be cut by the server.
    private static string Wild(Random random)
    {
        var elements = System.Globalization.StringInfo.GetTextElementEnumerator(Characters);
        var all = new List<string>();
        while (elements.MoveNext())
            all.Add(elements.GetTextElement());
        return string.Concat(Enumerable.Range(0, random.Next(0, 10)).Select(_ => all[random.Next(all.Count)]));
    }

    private static async Task<object?> ScalarAsync(NpgsqlConnection connection, string sql)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        return await command.ExecuteScalarAsync();
    }
}
