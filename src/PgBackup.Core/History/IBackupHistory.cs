namespace PgBackup;

/// <summary>Reads and prunes the log of operations that the database keeps.</summary>
/// <remarks>Registered as a singleton by <c>AddPgBackup()</c>; safe for concurrent use. Each call is one short read-only transaction
/// (pruning: several short ones), so a transaction-mode pooler may stand in between. A database without a history has an empty one. Every
/// method may throw a <see cref="PgBackupException"/>: <c>connection_failed</c>, <c>permission_denied</c>, <c>history_failed</c>.</remarks>
public interface IBackupHistory
{
    /// <summary>Lists operations, the newest first.</summary>
    /// <param name="filter">Which; all when null.</param>
    /// <param name="cancellationToken">Stops the call.</param>
    /// <returns>A page of them.</returns>
    /// <exception cref="ArgumentException">The limit is not 1 to 1000, or the cursor is none.</exception>
    Task<HistoryPage> ListAsync(HistoryFilter? filter = null, CancellationToken cancellationToken = default);

    /// <summary>Counts and measures the operations and runs of a period.</summary>
    /// <param name="from">The beginning of the period; when null, 30 days before its end.</param>
    /// <param name="before">The end of the period; now when null.</param>
    /// <param name="cancellationToken">Stops the call.</param>
    /// <returns>The statistics.</returns>
    /// <exception cref="ArgumentException">The period ends before it begins, or is longer than ten years.</exception>
    Task<HistoryStatistics> GetStatisticsAsync(
        DateTimeOffset? from = null, DateTimeOffset? before = null, CancellationToken cancellationToken = default);

    /// <summary>Removes old rows of the history. After the runs of schedules this happens by itself.</summary>
    /// <param name="retention">What is kept; that of <see cref="PgBackupOptions.HistoryRetention"/> when null.</param>
    /// <param name="cancellationToken">Stops before the next batch of rows.</param>
    /// <returns>How much was removed.</returns>
    /// <exception cref="ArgumentException">The retention is shorter than a day, or smaller than 100 rows.</exception>
    Task<HistoryPruneResult> PruneAsync(HistoryRetention? retention = null, CancellationToken cancellationToken = default);
}
