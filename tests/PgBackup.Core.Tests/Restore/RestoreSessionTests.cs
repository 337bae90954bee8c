using FluentAssertions;
using Npgsql;
using PgBackup.Postgres;
using PgBackup.Restore;
using PgBackup.Tests.Servers;
using Xunit;

namespace PgBackup.Tests.Restore;

public sealed class RestoreSessionTests
{
    // Who has such functions on the search path must not be asked.
    private const string Traps = """
        CREATE SCHEMA trap;
        CREATE FUNCTION trap.set_config(text, text, boolean) RETURNS text LANGUAGE sql AS 'SELECT NULL::text';
        CREATE FUNCTION trap.count(text) RETURNS bigint LANGUAGE sql AS 'SELECT 0::bigint';
        """;

    private const string Read = """
        SELECT name || '=' || setting FROM pg_catalog.pg_settings WHERE name IN ('search_path', 'standard_conforming_strings', 'DateStyle',
            'IntervalStyle', 'TimeZone', 'extra_float_digits', 'bytea_output', 'xmloption', 'quote_all_identifiers', 'row_security', 'jit',
            'synchronize_seqscans', 'statement_timeout', 'idle_in_transaction_session_timeout', 'lock_timeout', 'check_function_bodies',
            'array_nulls', 'transform_null_equals', 'client_min_messages', 'transaction_read_only', 'transaction_isolation')
        ORDER BY name COLLATE "C"
        """;

    private static readonly string[] Hostile =
    [
        "search_path = trap, pg_catalog", "standard_conforming_strings = off", "DateStyle = 'German, DMY'", "IntervalStyle = iso_8601",
        "TimeZone = 'Asia/Kolkata'", "extra_float_digits = -15", "bytea_output = escape", "xmloption = document",
        "quote_all_identifiers = on", "row_security = on", "jit = on", "synchronize_seqscans = on", "statement_timeout = '20s'",
        "idle_in_transaction_session_timeout = '20s'", "lock_timeout = '5s'", "check_function_bodies = on", "array_nulls = off",
        "transform_null_equals = on", "client_min_messages = error", "default_transaction_read_only = on",
        "default_transaction_isolation = serializable",
    ];

    [Theory]
    [EachMajor]
    public async Task Settings_hold_for_one_transaction_whatever_the_session_has(int major)
    {
        await using var database = await PostgresServers.CreateDatabaseAsync(major);
        await database.ExecuteAsync(Traps);
        await using var connection = new NpgsqlConnection(database.ConnectionString);
        await connection.OpenAsync();
        foreach (var setting in Hostile)
            await connection.ExecuteAsync($"SET {setting}", default);
        var before = await ReadAsync(connection);
        var server = await ServerInfo.ReadAsync(connection, default);

        await RestoreSession.BeginAsync(connection, server.Version, TimeSpan.FromSeconds(3), default);
        var within = await ReadAsync(connection);
        var mark = await connection.ReadValueAsync("SELECT pg_catalog.current_setting('pgbackup.restore', true)", default);
        await connection.ExecuteAsync("COMMIT", default);

        within.Should().Equal(
            "DateStyle=ISO, YMD", "IntervalStyle=postgres", "TimeZone=UTC", "array_nulls=on", "bytea_output=hex",
            "check_function_bodies=off", "client_min_messages=warning", "extra_float_digits=3", "idle_in_transaction_session_timeout=0",
            "jit=off", "lock_timeout=3000", "quote_all_identifiers=off", "row_security=off", "search_path=",
            "standard_conforming_strings=on", "statement_timeout=0", "synchronize_seqscans=off", "transaction_isolation=read committed",
            "transaction_read_only=off", "transform_null_equals=off", "xmloption=content");
        mark.Should().Be("on");
        (await ReadAsync(connection)).Should().Equal(before);
        (await connection.ReadValueAsync("SELECT pg_catalog.current_setting('pgbackup.restore', true)", default)).Should().NotBe("on");
    }

    private static Task<List<string>> ReadAsync(NpgsqlConnection connection) =>
        connection.ReadAsync(Read, row => row.GetString(0), CancellationToken.None);
}
