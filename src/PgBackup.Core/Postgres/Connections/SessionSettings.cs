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

    /// <summary>Sets them with <c>SET LOCAL</c>, which takes no snapshot.</summary>
    public static async Task ApplyAsync(
        NpgsqlConnection connection, ServerVersion server, TimeSpan? lockTimeout, bool reading, CancellationToken cancellationToken)
    {
        using var batch = Batch(connection, server, lockTimeout, reading);
        await batch.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Makes the statements that set them.</summary>
    public static NpgsqlBatch Batch(NpgsqlConnection connection, ServerVersion server, TimeSpan? lockTimeout, bool reading)
    {
        var batch = new NpgsqlBatch(connection) { Timeout = 0 };
        // A role or a database may have read-only transactions by default.
        if (!reading)
            batch.BatchCommands.Add(new NpgsqlBatchCommand("SET TRANSACTION READ WRITE"));
        foreach (var (name, value) in Common)
            Add(name, value);
        if (server.IsAtLeast(14))
            Add("idle_session_timeout", "0");
        if (server.IsAtLeast(17))
            Add("transaction_timeout", "0");
        Add("lock_timeout", lockTimeout is { } timeout ? ((long)timeout.TotalMilliseconds).ToString(CultureInfo.InvariantCulture) : "0");
        if (!reading)
        {
            Add("check_function_bodies", "off");
            // Else NULL within an array would be read as a word.
            Add("array_nulls", "on");
            Add("transform_null_equals", "off");
            Add("client_min_messages", "warning");
            Add("default_tablespace", "");
            Add("default_table_access_method", "heap");
            batch.BatchCommands.Add(new NpgsqlBatchCommand($"SET LOCAL {RestoreMark} = 'on'"));
        }

        return batch;

        void Add(string name, string value) =>
            batch.BatchCommands.Add(new NpgsqlBatchCommand($"SET LOCAL {Sql.Identifier(name)} = {Sql.Literal(value)}"));
    }
}
