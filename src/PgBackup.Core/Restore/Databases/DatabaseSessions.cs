using Npgsql;
using PgBackup.Postgres;
using PgBackup.Selection;

namespace PgBackup.Restore;

/// <summary>Who is connected to a database that is to be renamed, which needs that nobody is.</summary>
internal static class DatabaseSessions
{
    private const int NamedAtMost = 10;

    // Who may not see what a session does sees whose it is all the same. The server itself sends autovacuum away.
    private const string SessionsQuery = """
        SELECT a.pid, COALESCE(a.usename, '')::pg_catalog.text, COALESCE(a.application_name, ''),
               me.rolsuper OR ((pg_catalog.pg_has_role('pg_signal_backend', 'USAGE') OR pg_catalog.pg_has_role(a.usesysid, 'USAGE'))
                               AND NOT COALESCE(owner.rolsuper, true))
        FROM pg_catalog.pg_stat_activity a
        JOIN pg_catalog.pg_roles me ON me.rolname = CURRENT_USER
        LEFT JOIN pg_catalog.pg_roles owner ON owner.oid = a.usesysid
        WHERE a.datname = $1::pg_catalog.text AND a.pid <> pg_catalog.pg_backend_pid()
          AND COALESCE(a.backend_type, '') NOT IN ('autovacuum worker', 'parallel worker')
        ORDER BY a.pid
        """;

    private const string PreparedQuery = "SELECT gid FROM pg_catalog.pg_prepared_xacts WHERE database = $1::pg_catalog.text ORDER BY gid";

    private const string EndAll = """
        SELECT pg_catalog.count(pg_catalog.pg_terminate_backend(a.pid))
        FROM pg_catalog.pg_stat_activity a
        WHERE a.datname = $1::pg_catalog.text AND a.pid <> pg_catalog.pg_backend_pid()
          AND COALESCE(a.backend_type, '') NOT IN ('autovacuum worker', 'parallel worker')
        """;

    // A client that closed its connection is seen for a moment after that.
    private static readonly TimeSpan Leaving = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);

    /// <summary>Finds what keeps a database from being renamed.</summary>
    /// <param name="connection">A connection to another database.</param>
    /// <param name="database">The database.</param>
    /// <param name="mayEnd">Whether sessions may be ended, so that only those are in the way that the role may not end.</param>
    /// <param name="time">The clock.</param>
    /// <param name="cancellationToken">Stops the waiting.</param>
    public static async Task<IReadOnlyList<RestoreConflict>> FindConflictsAsync(
        NpgsqlConnection connection, string database, bool mayEnd, TimeProvider time, CancellationToken cancellationToken)
    {
        var started = time.GetTimestamp();
        var sessions = await ListAsync(connection, database, mayEnd, cancellationToken).ConfigureAwait(false);
        while (sessions.Count > 0 && time.GetElapsedTime(started) < Leaving)
        {
            await Task.Delay(Pause, time, cancellationToken).ConfigureAwait(false);
            sessions = await ListAsync(connection, database, mayEnd, cancellationToken).ConfigureAwait(false);
        }

        var conflicts = new List<RestoreConflict>();
        var name = Sql.Identifier(database);
        if (sessions.Count > 0)
        {
            conflicts.Add(mayEnd
                ? new RestoreConflict(
                    PgBackupErrorCodes.PermissionDenied,
                    name,
                    $"{Count(sessions, "session")} in database {name} may not be ended by this role: "
                    + $"{NameList.Write(sessions, NamedAtMost)}. GRANT pg_signal_backend, end them, or restore as a superuser.")
                : new RestoreConflict(
                    PgBackupErrorCodes.DatabaseInUse,
                    name,
                    $"{Count(sessions, "session")} in database {name}, which is to be replaced: {NameList.Write(sessions, NamedAtMost)}. "
                    + "End them, or let DisconnectOthers do it."));
        }

        var prepared = await connection.ReadAsync(
            PreparedQuery, row => $"'{row.GetString(0)}'", cancellationToken, Parameter.Of(database)).ConfigureAwait(false);
        if (prepared.Count > 0)
        {
            conflicts.Add(new RestoreConflict(
                PgBackupErrorCodes.DatabaseInUse,
                name,
                $"{Count(prepared, "prepared transaction")} in database {name}, which is to be replaced: "
                + $"{NameList.Write(prepared, NamedAtMost)}. COMMIT PREPARED or ROLLBACK PREPARED them."));
        }

        return conflicts;
    }

    /// <summary>Ends all sessions of a database but this one.</summary>
    /// <returns>How many there were.</returns>
    public static async Task<long> EndAsync(NpgsqlConnection connection, string database, CancellationToken cancellationToken)
    {
        var ended = await connection.ReadValueAsync(EndAll, cancellationToken, Parameter.Of(database)).ConfigureAwait(false);
        return (long)ended!;
    }

    /// <summary>Counts the sessions of a database.</summary>
    public static async Task<int> CountAsync(NpgsqlConnection connection, string database, CancellationToken cancellationToken) =>
        (await ListAsync(connection, database, onlyUnendable: false, cancellationToken).ConfigureAwait(false)).Count;

    private static async Task<List<string>> ListAsync(
        NpgsqlConnection connection, string database, bool onlyUnendable, CancellationToken cancellationToken)
    {
        var all = await connection.ReadAsync(
            SessionsQuery,
            row => (
                MayEnd: !row.IsDBNull(3) && row.GetBoolean(3),
                Text: $"process {row.GetInt32(0)} (role {Sql.Identifier(row.GetString(1))}, application '{row.GetString(2)}')"),
            cancellationToken,
            Parameter.Of(database)).ConfigureAwait(false);
        return [.. all.Where(s => !onlyUnendable || !s.MayEnd).Select(s => s.Text)];
    }

    private static string Count(List<string> items, string what) =>
        items.Count == 1 ? $"There is 1 {what}" : $"There are {items.Count} {what}s";
}
