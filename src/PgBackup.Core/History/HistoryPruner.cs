namespace PgBackup.History;

/// <summary>Removes old rows of the history, some at a time.</summary>
internal sealed class HistoryPruner(HistoryDatabase database)
{
    private const int BatchRows = 1000;

    private const string BatchRowsText = "1000";

    private const string HistoryBound = "SELECT started_at FROM pgbackup.backup_history ORDER BY started_at DESC OFFSET $1 LIMIT 1";

    private const string RunBound = "SELECT due_at FROM pgbackup.schedule_run ORDER BY due_at DESC OFFSET $1 LIMIT 1";

    // Two instances may prune at once: each takes rows that the other does not have.
    private const string DeleteOperations = $"""
        WITH old AS (
            SELECT id
            FROM pgbackup.backup_history
            WHERE started_at <= GREATEST(pg_catalog.now() - $1, $2)
              AND (outcome <> 'running' OR started_at < pg_catalog.now() - {HistoryReader.LongestOperation})
            ORDER BY started_at
            LIMIT {BatchRowsText}
            FOR UPDATE SKIP LOCKED)
        DELETE FROM pgbackup.backup_history h USING old o WHERE h.id = o.id
        """;

    // The last success of each schedule stays, and whatever came after it: it tells since when the schedule has been failing. How many
    // successes there were decides which backups are test-restored, so those that go are counted.
    private const string DeleteRuns = $"""
        WITH kept AS (
            SELECT s.id, (SELECT pg_catalog.max(r.due_at) FROM pgbackup.schedule_run r
                          WHERE r.schedule_id = s.id AND r.state = 'succeeded') AS due_at
            FROM pgbackup.schedule s),
        old AS (
            SELECT r.schedule_id, r.due_at
            FROM pgbackup.schedule_run r LEFT JOIN kept k ON k.id = r.schedule_id
            WHERE r.due_at <= GREATEST(pg_catalog.now() - $1, $2)
              AND r.state NOT IN ('pending', 'running')
              AND (k.id IS NULL OR r.due_at < k.due_at)
            ORDER BY r.due_at
            LIMIT {BatchRowsText}
            FOR UPDATE OF r SKIP LOCKED),
        gone AS (
            DELETE FROM pgbackup.schedule_run r USING old o
            WHERE r.schedule_id = o.schedule_id AND r.due_at = o.due_at
            RETURNING r.schedule_id, r.state),
        counted AS (
            UPDATE pgbackup.schedule s SET pruned_successes = s.pruned_successes + g.successes
            FROM (SELECT schedule_id, pg_catalog.count(*) AS successes FROM gone WHERE state = 'succeeded' GROUP BY schedule_id) g
            WHERE s.id = g.schedule_id)
        SELECT pg_catalog.count(*) FROM gone
        """;

    /// <summary>Removes what is older than the retention keeps.</summary>
    /// <param name="retention">What is kept.</param>
    /// <param name="mostBatches">How many batches of each table at most; the next call goes on.</param>
    /// <param name="cancellationToken">Stops before the next batch.</param>
    /// <exception cref="PgBackupException"><c>connection_failed</c>, <c>permission_denied</c>, <c>history_failed</c>.</exception>
    public async Task<HistoryPruneResult> PruneAsync(HistoryRetention retention, int mostBatches, CancellationToken cancellationToken)
    {
        if (retention is { KeepFor: null, MaxRows: null })
            return new HistoryPruneResult(0, 0);
        var operations = await DeleteAsync(HistoryBound, async (queries, age, bound, token) =>
            await queries.ExecuteAsync(DeleteOperations, token, age, bound).ConfigureAwait(false)).ConfigureAwait(false);
        var runs = await DeleteAsync(RunBound, async (queries, age, bound, token) =>
            (await queries.ReadAsync(DeleteRuns, r => r.GetInt64(0), token, age, bound).ConfigureAwait(false))[0]).ConfigureAwait(false);
        return new HistoryPruneResult(operations, runs);

        async Task<long> DeleteAsync(
            string boundQuery, Func<HistoryQueries, TimeSpan, DateTimeOffset, CancellationToken, Task<long>> delete)
        {
            DateTimeOffset? bound = retention.MaxRows is null ? DateTimeOffset.MinValue : null;
            var deleted = 0L;
            for (var batch = 0; batch < mostBatches; batch++)
            {
                var count = await database.DeleteAsync(
                    async (queries, token) =>
                    {
                        bound ??= await BoundAsync(queries, boundQuery, retention.MaxRows!.Value, token).ConfigureAwait(false);
                        return await delete(queries, retention.KeepFor ?? Forever, bound.Value, token).ConfigureAwait(false);
                    },
                    cancellationToken).ConfigureAwait(false);
                deleted += count;
                if (count < BatchRows)
                    break;
            }

            return deleted;
        }
    }

    // Longer than any history.
    private static TimeSpan Forever => TimeSpan.FromDays(365_000);

    private static async Task<DateTimeOffset> BoundAsync(
        HistoryQueries queries, string query, int mostRows, CancellationToken cancellationToken)
    {
        var rows = await queries.ReadAsync(query, r => r.GetFieldValue<DateTimeOffset>(0), cancellationToken, mostRows)
            .ConfigureAwait(false);
        return rows.Count == 0 ? DateTimeOffset.MinValue : rows[0];
    }
}
