using System.Text.Json;
using System.Text.Json.Nodes;
using FluentAssertions;
using Npgsql;
using NpgsqlTypes;
using PgBackup.Playground.Comparison;
using PgBackup.Tests.RoundTrip;
using PgBackup.Tests.Servers;
using Xunit;

namespace PgBackup.Tests.Artifacts;

/// <summary>A JSON backup read by a program that transforms its rows and imports them by means of PostgreSQL.</summary>
public sealed class JsonImportTests
{
    private const string Definition = """
        CREATE TYPE mood AS ENUM ('sad', 'b "c"');
        CREATE DOMAIN code AS varchar(8);
        CREATE TABLE people (
            id int PRIMARY KEY, name text, code code, mood mood, active boolean,
            small smallint, big bigint, amount numeric, price numeric(12,2), r real, d float8,
            birth date, at timestamp, seen timestamptz, t time, iv interval,
            u uuid, ip inet, b bytea, j json, jb jsonb, tags text[], numbers int[],
            days date[], sums numeric[], period daterange, p point);
        """;

    private const string Rows = """
        INSERT INTO people VALUES
            (1, E'q"\\ \n\t\u0001 größe 😀', 'a,b', 'b "c"', true, -32768, 9223372036854775807,
                123456789012345678901234567890.000000001, 1.50, 1.1, 0.1::float8 + 0.2::float8,
                '4713-01-01 BC', '2020-02-29 12:34:56.123456', '2020-02-29 12:34:56.123456+05:30', '24:00',
                '1 year -2 days 00:00:00.000001',
                'a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11', '::1/64', '\x00ff5c',
                '{"a": [1.0, 2],  "a":1e2}', '{"x":1.50}', '{a,NULL,"NULL","","b \"c\\","{}"}', '{1,NULL,-2}',
                '{2020-01-01,infinity}', '{1.10,12345678901234567890,NaN}', '[2020-01-01,2021-01-01)', '(1.5,-2)'),
            (2, '', '', NULL, false, 0, -9007199254740993, 'NaN', -0.01, 'NaN', '-Infinity', 'infinity', '-infinity',
                'infinity', '00:00', '0', NULL, '10.0.0.1', '',
                '"text"', '[]', '{}', '{}', '{}', '{}', 'empty', '(0,0)');
        INSERT INTO people (id) VALUES (3);
        """;

    [Theory]
    [EachMajor]
    public async Task Rows_are_imported_as_they_were(int major)
    {
        await using var source = await PostgresServers.CreateDatabaseAsync(major);
        await source.ExecuteAsync(Definition + Rows);

        await using var target = await PostgresServers.CreateDatabaseAsync(major);
        await target.ExecuteAsync(Definition);
        await ImportAsync(target, "json_populate_recordset", await ReadAsync(source));

        (await DatabaseComparison.CompareAsync(source.ConnectionString, target.ConnectionString)).Should().BeEmpty();
    }

    [Fact]
    public async Task Rows_are_imported_as_a_program_changed_them()
    {
        await using var source = await PostgresServers.CreateDatabaseAsync();
        await source.ExecuteAsync(Definition + Rows);
        var rows = JsonNode.Parse(await ReadAsync(source))!.AsArray();

        rows[0]!["name"] = "changed";
        rows[0]!["tags"]!.AsArray().Add("more");
        rows[0]!["price"] = rows[0]!["price"]!.GetValue<decimal>() * 2;
        rows.RemoveAt(2);
        rows.Add(new JsonObject { ["id"] = 4, ["mood"] = "sad" });

        await using var target = await PostgresServers.CreateDatabaseAsync();
        await target.ExecuteAsync(Definition);
        await ImportAsync(target, "jsonb_populate_recordset", rows.ToJsonString());
        await source.ExecuteAsync("""
            UPDATE people SET name = 'changed', tags = tags || 'more'::text, price = 3.00 WHERE id = 1;
            DELETE FROM people WHERE id = 3;
            INSERT INTO people (id, mood) VALUES (4, 'sad');
            """);
        // A type that takes JSON apart writes it anew.
        foreach (var database in new[] { source, target })
            await database.ExecuteAsync("UPDATE people SET j = j::jsonb::json");
        (await DatabaseComparison.CompareAsync(source.ConnectionString, target.ConnectionString)).Should().BeEmpty();
    }

    private static async Task<string> ReadAsync(TestDatabase source)
    {
        using var host = new BackupHost();
        var backup = await host.For(source.ConnectionString).CreateBackupAsync(new BackupOptions { Format = "json" });
        await using var stream = host.OpenScript(backup);
        using var document = await JsonDocument.ParseAsync(stream);
        return document.RootElement.GetProperty("data").EnumerateArray().Single(t => t.GetProperty("name").ValueEquals("people"))
            .GetProperty("rows").GetRawText();
    }

    private static async Task ImportAsync(TestDatabase target, string function, string rows)
    {
        await using var connection = await target.OpenAsync();
        await using var command = new NpgsqlCommand($"INSERT INTO people SELECT * FROM {function}(NULL::people, $1)", connection);
        command.Parameters.Add(new NpgsqlParameter
        {
            Value = rows,
            NpgsqlDbType = function.StartsWith("jsonb", StringComparison.Ordinal) ? NpgsqlDbType.Jsonb : NpgsqlDbType.Json,
        });
        await command.ExecuteNonQueryAsync();
    }
}
