using Npgsql;

namespace PgBackup.Postgres;

/// <summary>Finds out who holds a lock that was waited for in vain, or waits for one before us.</summary>
internal static class LockHolders
{
    // A prepared transaction has no process; the lock on its own number tells it. Who holds a lock comes before who waits for it.
    private const string Select = """
        SELECT CASE WHEN l.locktype = 'relation' THEN l.relation::pg_catalog.regclass::text ELSE '' END,
               CASE
                   WHEN p.gid IS NOT NULL THEN pg_catalog.concat('prepared transaction ', pg_catalog.quote_literal(p.gid))
                   ELSE pg_catalog.concat('process ', l.pid, ' (role ', COALESCE(pg_catalog.quote_ident(a.usename), '?'),
                       ', application ''', a.application_name, ''', ', COALESCE(a.state, 'unknown'), ')')
               END,
               l.granted
        FROM pg_catalog.pg_locks l
        LEFT JOIN pg_catalog.pg_stat_activity a ON a.pid = l.pid
        LEFT JOIN pg_catalog.pg_locks x
            ON l.pid IS NULL AND x.pid IS NULL AND x.locktype = 'transactionid' AND x.virtualtransaction = l.virtualtransaction
        LEFT JOIN pg_catalog.pg_prepared_xacts p ON p.transaction = x.transactionid
        WHERE l.database = (SELECT oid FROM pg_catalog.pg_database WHERE datname = pg_catalog.current_database())
          AND l.pid IS DISTINCT FROM pg_catalog.pg_backend_pid()
        """;

    private const string OfRelations = """
         AND l.locktype = 'relation' AND (l.relation = ANY ($1) OR $1 IS NULL AND l.relation >= 16384)
         AND (l.mode = 'AccessExclusiveLock' OR NOT $2)
        ORDER BY l.granted DESC, l.mode = 'AccessExclusiveLock' DESC, l.pid
        LIMIT 1
        """;

    // A key of 64 bits stands in two columns.
    private const string OfAdvisory = """
         AND l.locktype = 'advisory' AND l.granted AND l.objsubid = 1 AND (l.classid::bigint << 32) | l.objid::bigint = $1
        LIMIT 1
        """;

    /// <summary>Finds a session, or a prepared transaction, with a lock on a table.</summary>
    /// <param name="connection">A connection to the database, outside of a transaction that failed.</param>
    /// <param name="relations">The tables; null for all but the system's.</param>
    /// <param name="onlyExclusive">Whether only ACCESS EXCLUSIVE locks are in the way.</param>
    /// <param name="cancellationToken">Stops the search.</param>
    /// <returns>The table, and a sentence such as <c>t is locked by process 1 (role r, application 'a', active)</c>; null when they are
    /// gone.</returns>
    public static async Task<(string Relation, string Text)?> FindAsync(
        NpgsqlConnection connection, uint[]? relations, bool onlyExclusive, CancellationToken cancellationToken)
    {
        var found = await connection.ReadAsync(
            Select + OfRelations,
            row => (Relation: row.GetString(0), Holder: row.GetString(1), IsHeld: row.GetBoolean(2)),
            cancellationToken,
            Parameter.OfOids(relations),
            Parameter.Of(onlyExclusive)).ConfigureAwait(false);
        return found is [var (relation, holder, isHeld)]
            ? (relation, $"{relation} {(isHeld ? "is locked" : "is about to be locked")} by {holder}")
            : null;
    }

    /// <summary>Finds who holds an advisory lock of a key of 64 bits.</summary>
    /// <inheritdoc cref="FindAsync"/>
    public static async Task<string?> FindAdvisoryAsync(NpgsqlConnection connection, long key, CancellationToken cancellationToken)
    {
        var found = await connection.ReadAsync(
            Select + OfAdvisory, row => row.GetString(1), cancellationToken, Parameter.Of(key)).ConfigureAwait(false);
        return found.FirstOrDefault();
    }
}
