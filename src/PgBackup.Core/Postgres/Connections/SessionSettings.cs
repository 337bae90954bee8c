using System.Globalization;
using Npgsql;

namespace PgBackup.Postgres;

/// <summary>The settings under which text means the same on every server: set for one transaction only, so that poolers stay
/// clean.</summary>
internal static class SessionSettings
{
    /// <summary>The setting that tells statements which scripts run as well that a restore runs them.</summary>
    public const string RestoreMark = "pgbackup.restore";

    private static readonly (string Name, string Value)[] Common =
    [
        // CVE-2018-1058: no name is looked up where others may have put something.
        ("search_path", ""),
        ("standard_conforming_strings", "on"),
        ("DateStyle", "ISO, YMD"),
        ("IntervalStyle", "postgres"),
        ("TimeZone", "UTC"),
        ("extra_float_digits", "3"),
        ("bytea_output", "hex"),
        ("lc_monetary", "C"),
        ("xmloption", "content"),
        ("quote_all_identifiers", "off"),
        ("row_security", "off"),
        ("synchronize_seqscans", "off"),
        // Catalog queries look dear to the planner: compiling them took three times as long as running them.
        ("jit", "off"),
        ("statement_timeout", "0"),
        ("idle_in_transaction_session_timeout", "0"),
    ];

    // What those need that read.
    private static readonly (string Name, string Value)[] Reading =
    [
        // The planner would begin processes for catalog queries that take milliseconds.
        ("max_parallel_workers_per_gather", "0"),
    ];

    // What those need that write.
    private static readonly (string Name, string Value)[] Writing =
    [
        ("check_function_bodies", "off"),
        // Else NULL within an array would be read as a word.
        ("array_nulls", "on"),
        ("transform_null_equals", "off"),
        ("client_min_messages", "warning"),
        ("default_tablespace", ""),
        ("default_table_access_method", "heap"),
        (RestoreMark, "on"),
    ];

    /// <summary>Sets them for a transaction that is open.</summary>
    public static async Task ApplyAsync(
        NpgsqlConnection connection, ServerVersion server, TimeSpan? lockTimeout, bool reading, CancellationToken cancellationToken)
    {
        using var batch = reading ? Batch(connection, server, lockTimeout) : new NpgsqlBatch(connection) { Timeout = 0 };
        if (!reading)
        {
            // A role or a database may have read-only transactions by default.
            batch.BatchCommands.Add(new NpgsqlBatchCommand("SET TRANSACTION READ WRITE"));
            batch.BatchCommands.Add(new NpgsqlBatchCommand(ForWriting(server, lockTimeout)));
        }

        await batch.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Makes the statements that set them for reading: with <c>SET LOCAL</c>, which takes no snapshot.</summary>
    public static NpgsqlBatch Batch(NpgsqlConnection connection, ServerVersion server, TimeSpan? lockTimeout)
    {
        var batch = new NpgsqlBatch(connection) { Timeout = 0 };
        foreach (var (name, value) in All(server, lockTimeout).Concat(Reading))
            batch.BatchCommands.Add(new NpgsqlBatchCommand($"SET LOCAL {Sql.Identifier(name)} = {Sql.Literal(value)}"));
        return batch;
    }

    /// <summary>Writes the one statement that sets them for writing: restores begin thousands of transactions.</summary>
    /// <param name="server">The server's version.</param>
    /// <param name="lockTimeout">How long to wait for locks; null for no limit.</param>
    /// <param name="more">Others to set as well.</param>
    // It runs under whatever search_path there is, so each name in it is qualified.
    public static string ForWriting(
        ServerVersion server, TimeSpan? lockTimeout, params IEnumerable<(string Name, string Value)> more)
    {
        var settings = All(server, lockTimeout).Concat(Writing).Concat(more)
            .Select(s => $"({Sql.Literal(s.Name)}, {Sql.Literal(s.Value)})");
        return "SELECT pg_catalog.count(pg_catalog.set_config(s.name, s.value, true)) "
            + $"FROM (VALUES {string.Join(", ", settings)}) AS s(name, value)";
    }

    private static IEnumerable<(string Name, string Value)> All(ServerVersion server, TimeSpan? lockTimeout)
    {
        foreach (var setting in Common)
            yield return setting;
        if (server.IsAtLeast(14))
            yield return ("idle_session_timeout", "0");
        if (server.IsAtLeast(17))
            yield return ("transaction_timeout", "0");
        yield return ("lock_timeout", ((long)(lockTimeout?.TotalMilliseconds ?? 0)).ToString(CultureInfo.InvariantCulture));
    }
}
