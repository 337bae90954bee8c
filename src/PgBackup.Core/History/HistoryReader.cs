using Npgsql;

namespace PgBackup.History;

/// <summary>Queries of <c>pgbackup.backup_history</c> and <c>pgbackup.schedule_run</c>.</summary>
internal static class HistoryReader
{
    /// <summary>How old a row is that says <c>running</c> and is not believed any more, whatever it belongs to.</summary>
    public const string LongestOperation = "interval '7 days'";

    // A backup or verification is over when the run that it was made for has ended, was given back, or lost its lease. Deletions and
    // retention come after the end of a run, and what was asked for by hand has no run at all: of those only their age tells.
    public const string Outcome = $"""
        CASE WHEN h.outcome = 'running' AND (
                  h.started_at < pg_catalog.clock_timestamp() - {LongestOperation}
                  OR h.operation IN ('backup', 'verify') AND EXISTS (
                      SELECT FROM pgbackup.schedule_run r
                      WHERE r.schedule_id = h.schedule_id AND r.due_at = h.due_at
                        AND NOT (r.state = 'running' AND r.instance = h.instance AND r.lease_until > pg_catalog.clock_timestamp())))
             THEN 'interrupted' ELSE h.outcome END
        """;

    private const string Page = $"""
        SELECT id, operation, outcome, backup_id, started_at, finished_at, requested_by, schedule_id, due_at, instance, options, size_bytes,
               row_count, error_code, error_message, database_role, application_name, host_name, process_id, library_version
        FROM (SELECT h.id, h.operation, {Outcome} AS outcome, h.backup_id, h.started_at, h.finished_at, h.requested_by, h.schedule_id,
                     h.due_at, h.instance, h.options, h.size_bytes, h.row_count, h.error_code, h.error_message, h.database_role,
                     h.application_name, h.host_name, h.process_id, h.library_version
              FROM pgbackup.backup_history h) h
        WHERE ($1::text IS NULL OR operation = $1::text)
          AND ($2::text IS NULL OR outcome = $2::text)
          AND ($3::text IS NULL OR schedule_id = $3::text)
          AND ($4::text IS NULL OR backup_id = $4::text)
          AND started_at >= $5 AND started_at < $6
          AND started_at <= $7 AND (started_at, id) < ($7, $8)
        ORDER BY started_at DESC, id DESC
        LIMIT $9
        """;

    private const string Operations = $"""
        SELECT operation, pg_catalog.count(*),
               pg_catalog.count(*) FILTER (WHERE outcome = 'succeeded'), pg_catalog.count(*) FILTER (WHERE outcome = 'failed'),
               pg_catalog.count(*) FILTER (WHERE outcome = 'cancelled'), pg_catalog.count(*) FILTER (WHERE outcome = 'interrupted'),
               pg_catalog.count(*) FILTER (WHERE outcome = 'running'),
               pg_catalog.max(finished_at) FILTER (WHERE outcome = 'succeeded'),
               pg_catalog.max(finished_at) FILTER (WHERE outcome = 'failed'),
               pg_catalog.percentile_disc(0.5) WITHIN GROUP (ORDER BY seconds) FILTER (WHERE outcome = 'succeeded'),
               pg_catalog.percentile_disc(0.95) WITHIN GROUP (ORDER BY seconds) FILTER (WHERE outcome = 'succeeded'),
               pg_catalog.max(seconds) FILTER (WHERE outcome = 'succeeded')
        FROM (SELECT h.operation, {Outcome} AS outcome, h.finished_at,
                     pg_catalog.date_part('epoch', h.finished_at) - pg_catalog.date_part('epoch', h.started_at) AS seconds
              FROM pgbackup.backup_history h
              WHERE h.started_at >= $1 AND h.started_at < $2) o
        GROUP BY operation
        ORDER BY operation
        """;

    private const string Days = """
        SELECT pg_catalog.date(pg_catalog.timezone('UTC', started_at)) AS day,
               pg_catalog.count(*) FILTER (WHERE outcome = 'succeeded'), pg_catalog.count(*) FILTER (WHERE outcome = 'failed'),
               COALESCE(pg_catalog.sum(size_bytes) FILTER (WHERE outcome = 'succeeded'), 0)::bigint,
               COALESCE(pg_catalog.max(size_bytes) FILTER (WHERE outcome = 'succeeded'), 0),
               COALESCE(pg_catalog.max(row_count) FILTER (WHERE outcome = 'succeeded'), 0)
        FROM pgbackup.backup_history
        WHERE operation = 'backup' AND outcome IN ('succeeded', 'failed') AND started_at >= $1 AND started_at < $2
        GROUP BY day
        ORDER BY day
        """;

    private const string Schedules = """
        SELECT schedule_id,
               pg_catalog.count(*) FILTER (WHERE state = 'succeeded'), pg_catalog.count(*) FILTER (WHERE state = 'failed'),
               pg_catalog.count(*) FILTER (WHERE state = 'skipped'),
               pg_catalog.sum(missed_runs)::bigint + pg_catalog.count(*) FILTER (WHERE state = 'missed'),
               pg_catalog.max(finished_at) FILTER (WHERE state = 'succeeded'), pg_catalog.max(finished_at) FILTER (WHERE state = 'failed')
        FROM pgbackup.schedule_run
        WHERE due_at >= $1 AND due_at < $2
        GROUP BY schedule_id
        ORDER BY schedule_id
        """;

    /// <summary>Reads operations, the newest first.</summary>
    /// <param name="queries">The database.</param>
    /// <param name="filter">Which.</param>
    /// <param name="cursor">Where the page before ended.</param>
    /// <param name="cancellationToken">Stops the query.</param>
    public static async Task<HistoryPage> ReadPageAsync(
        HistoryQueries queries, HistoryFilter filter, HistoryCursor? cursor, CancellationToken cancellationToken)
    {
        // One more than asked for tells whether there is another page.
        var records = await queries.ReadAsync(
            Page, ReadRecord, cancellationToken, filter.Operation, filter.Outcome?.ToString().ToLowerInvariant(), filter.ScheduleId,
            filter.BackupId, filter.From ?? DateTimeOffset.MinValue, filter.Before ?? DateTimeOffset.MaxValue,
            cursor?.StartedAt ?? DateTimeOffset.MaxValue, cursor?.Id ?? Guid.AllBitsSet, filter.Limit + 1).ConfigureAwait(false);
        if (records.Count <= filter.Limit)
            return new HistoryPage { Records = records };
        records.RemoveAt(filter.Limit);
        return new HistoryPage { Records = records, Next = new HistoryCursor(records[^1].StartedAt, records[^1].Id).ToString() };
    }

    public static async Task<HistoryStatistics> ReadStatisticsAsync(
        HistoryQueries queries, DateTimeOffset from, DateTimeOffset before, CancellationToken cancellationToken) => new()
        {
            From = from,
            Before = before,
            Operations = await queries.ReadAsync(Operations, ReadOperation, cancellationToken, from, before).ConfigureAwait(false),
            Days = await queries.ReadAsync(Days, ReadDay, cancellationToken, from, before).ConfigureAwait(false),
            Schedules = await queries.ReadAsync(Schedules, ReadSchedule, cancellationToken, from, before).ConfigureAwait(false),
        };

    private static HistoryRecord ReadRecord(NpgsqlDataReader reader) => new()
    {
        Id = reader.GetGuid(0),
        Operation = reader.GetString(1),
        Outcome = Enum.Parse<OperationOutcome>(reader.GetString(2), ignoreCase: true),
        BackupId = reader.TextOrNull(3),
        StartedAt = reader.GetFieldValue<DateTimeOffset>(4),
        FinishedAt = reader.TimeOrNull(5),
        RequestedBy = reader.TextOrNull(6),
        ScheduleId = reader.TextOrNull(7),
        DueAt = reader.TimeOrNull(8),
        Instance = reader.TextOrNull(9),
        Options = reader.GetFieldValue<string[]>(10),
        Size = reader.IsDBNull(11) ? null : reader.GetInt64(11),
        Rows = reader.IsDBNull(12) ? null : reader.GetInt64(12),
        ErrorCode = reader.TextOrNull(13),
        ErrorMessage = reader.TextOrNull(14),
        DatabaseRole = reader.GetString(15),
        ApplicationName = reader.TextOrNull(16),
        HostName = reader.TextOrNull(17),
        ProcessId = reader.IsDBNull(18) ? null : reader.GetInt32(18),
        LibraryVersion = reader.GetString(19),
    };

    private static OperationStatistics ReadOperation(NpgsqlDataReader reader) => new()
    {
        Operation = reader.GetString(0),
        Total = reader.GetInt64(1),
        Succeeded = reader.GetInt64(2),
        Failed = reader.GetInt64(3),
        Cancelled = reader.GetInt64(4),
        Interrupted = reader.GetInt64(5),
        Running = reader.GetInt64(6),
        LastSucceededAt = reader.TimeOrNull(7),
        LastFailedAt = reader.TimeOrNull(8),
        MedianDuration = Seconds(reader, 9),
        Percentile95Duration = Seconds(reader, 10),
        MaxDuration = Seconds(reader, 11),
    };

    private static BackupDayStatistics ReadDay(NpgsqlDataReader reader) => new()
    {
        Day = reader.GetFieldValue<DateOnly>(0),
        Succeeded = reader.GetInt64(1),
        Failed = reader.GetInt64(2),
        TotalSize = reader.GetInt64(3),
        LargestSize = reader.GetInt64(4),
        MostRows = reader.GetInt64(5),
    };

    private static ScheduleStatistics ReadSchedule(NpgsqlDataReader reader) => new()
    {
        ScheduleId = reader.GetString(0),
        Succeeded = reader.GetInt64(1),
        Failed = reader.GetInt64(2),
        Skipped = reader.GetInt64(3),
        Missed = reader.GetInt64(4),
        LastSucceededAt = reader.TimeOrNull(5),
        LastFailedAt = reader.TimeOrNull(6),
    };

    private static TimeSpan? Seconds(NpgsqlDataReader reader, int column) =>
        reader.IsDBNull(column) ? null : TimeSpan.FromSeconds(reader.GetDouble(column));
}
