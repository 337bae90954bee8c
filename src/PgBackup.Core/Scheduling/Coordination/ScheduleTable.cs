using Npgsql;
using PgBackup.History;

namespace PgBackup.Scheduling;

/// <summary>Reads and changes what the database keeps of schedules, and reads their runs.</summary>
internal sealed class ScheduleTable(CoordinationDatabase database)
{
    private const string All = """
        SELECT s.id, s.cron, s.time_zone, s.enabled, s.definition, s.planned_until, pg_catalog.clock_timestamp(),
               COALESCE(r.pending, false), r.lease_end
        FROM pgbackup.schedule s
        LEFT JOIN LATERAL (
            SELECT pg_catalog.bool_or(o.state = 'pending') AS pending, pg_catalog.min(o.lease_until) AS lease_end
            FROM pgbackup.schedule_run o
            WHERE o.schedule_id = s.id AND o.state IN ('pending', 'running')
        ) r ON true
        ORDER BY s.id
        """;

    private const string Insert = """
        INSERT INTO pgbackup.schedule (id, cron, time_zone, definition, planned_until) VALUES ($1, $2, $3, $4, pg_catalog.clock_timestamp())
        ON CONFLICT (id) DO NOTHING
        """;

    // A new expression holds from now on; the old one is not planned any further. What was due while it was disabled is not made up for.
    private const string Change = """
        UPDATE pgbackup.schedule
        SET planned_until = CASE
                WHEN cron = $2 AND time_zone = $3
                     AND COALESCE(enabled, (definition::pg_catalog.json ->> 'enabled')::boolean, true) THEN planned_until
                ELSE pg_catalog.clock_timestamp() END,
            cron = $2, time_zone = $3, definition = $4, enabled = NULL, updated_at = pg_catalog.clock_timestamp()
        WHERE id = $1 AND definition IS NOT NULL
        """;

    // What one of that id that was removed has left open.
    private const string DropOpen = """
        UPDATE pgbackup.schedule_run
        SET state = 'skipped', claim = NULL, lease_until = NULL, finished_at = pg_catalog.clock_timestamp(),
            error_message = 'The schedule was removed.'
        WHERE schedule_id = $1 AND (state = 'pending' OR (state = 'running' AND lease_until <= pg_catalog.clock_timestamp()))
        """;

    private const string Delete = """
        WITH gone AS (DELETE FROM pgbackup.schedule WHERE id = $1 AND definition IS NOT NULL RETURNING id),
             dropped AS (
                 UPDATE pgbackup.schedule_run SET state = 'skipped', finished_at = pg_catalog.clock_timestamp(),
                        error_message = 'The schedule was removed.'
                 WHERE schedule_id IN (SELECT id FROM gone) AND state = 'pending')
        SELECT id FROM gone
        """;

    private const string Enable = """
        UPDATE pgbackup.schedule
        SET enabled = $2, updated_at = pg_catalog.clock_timestamp(),
            planned_until = CASE WHEN $2 AND NOT COALESCE(enabled, $3) THEN pg_catalog.clock_timestamp() ELSE planned_until END
        WHERE id = $1
        """;

    private const string DropPending = """
        UPDATE pgbackup.schedule_run
        SET state = 'skipped', finished_at = pg_catalog.clock_timestamp(), error_message = 'The schedule was disabled.'
        WHERE schedule_id = $1 AND state = 'pending'
        """;

    private const string RunColumns = """
        schedule_id, due_at, state, manual, missed_runs, instance, claims, attempts, started_at, finished_at, backup_id, error_code,
        error_message
        """;

    private const string Runs = $"""
        SELECT {RunColumns} FROM pgbackup.schedule_run
        WHERE $1 IS NULL OR schedule_id = $1
        ORDER BY due_at DESC, schedule_id
        LIMIT $2
        """;

    private const string LastRuns = $"""
        SELECT DISTINCT ON (schedule_id) {RunColumns} FROM pgbackup.schedule_run ORDER BY schedule_id, due_at DESC
        """;

    private const string OneRun = $"SELECT {RunColumns} FROM pgbackup.schedule_run WHERE schedule_id = $1 AND due_at = $2";

    private const string SuccessfulRuns = """
        SELECT pg_catalog.count(*) + COALESCE((SELECT s.pruned_successes FROM pgbackup.schedule s WHERE s.id = $1), 0)
        FROM pgbackup.schedule_run WHERE schedule_id = $1 AND state = 'succeeded'
        """;

    private const string FailedRuns = """
        SELECT pg_catalog.count(*)::integer, pg_catalog.min(due_at)
        FROM pgbackup.schedule_run
        WHERE schedule_id = $1 AND state = 'failed' AND due_at < $2
          AND due_at > COALESCE(
              (SELECT pg_catalog.max(due_at) FROM pgbackup.schedule_run WHERE schedule_id = $1 AND state = 'succeeded' AND due_at < $2),
              '-infinity')
        """;

    /// <summary>Reads all schedules, with the server's time.</summary>
    public Task<List<ScheduleRow>> ReadAllAsync(CancellationToken cancellationToken) => database.InTransactionAsync(
        (session, token) => session.ReadAsync(
            All,
            reader => RunLedger.ReadRow(reader) with
            {
                HasPending = reader.GetBoolean(7),
                LeaseEnd = reader.TimeOrNull(8),
            },
            token),
        cancellationToken);

    /// <returns>False when there is one of that id.</returns>
    public Task<bool> AddAsync(ScheduleDefinition definition, CancellationToken cancellationToken) => database.InTransactionAsync(
        async (session, token) =>
        {
            if (!await WriteAsync(session, Insert, definition, token).ConfigureAwait(false))
                return false;
            await session.ExecuteAsync(DropOpen, token, definition.Id).ConfigureAwait(false);
            return true;
        },
        cancellationToken);

    /// <returns>False when there is none of that id.</returns>
    public Task<bool> UpdateAsync(ScheduleDefinition definition, CancellationToken cancellationToken) => database.InTransactionAsync(
        (session, token) => WriteAsync(session, Change, definition, token), cancellationToken);

    /// <returns>False when there was none of that id.</returns>
    public Task<bool> RemoveAsync(string id, CancellationToken cancellationToken) => database.InTransactionAsync(
        async (session, token) => (await session.ReadAsync(Delete, r => r.GetString(0), token, id).ConfigureAwait(false)).Count > 0,
        cancellationToken);

    /// <summary>Enables or disables a schedule that is registered.</summary>
    public Task SetEnabledAsync(
        ScheduleDefinition definition, bool enabled, CancellationToken cancellationToken) => database.InTransactionAsync(
        async (session, token) =>
        {
            await session.ExecuteAsync(Enable, token, definition.Id, enabled, definition.Schedule.Enabled).ConfigureAwait(false);
            return enabled ? 0 : await session.ExecuteAsync(DropPending, token, definition.Id).ConfigureAwait(false);
        },
        cancellationToken);

    public Task<List<ScheduleRun>> ReadRunsAsync(string? scheduleId, int limit, CancellationToken cancellationToken) =>
        database.InTransactionAsync((session, token) => session.ReadAsync(Runs, ReadRun, token, scheduleId, limit), cancellationToken);

    /// <summary>Reads the last run of each schedule.</summary>
    public Task<List<ScheduleRun>> ReadLastRunsAsync(CancellationToken cancellationToken) =>
        database.InTransactionAsync((session, token) => session.ReadAsync(LastRuns, ReadRun, token), cancellationToken);

    public Task<ScheduleRun> ReadRunAsync(
        string scheduleId, DateTimeOffset dueAt, CancellationToken cancellationToken) => database.InTransactionAsync(
        async (session, token) => (await session.ReadAsync(OneRun, ReadRun, token, scheduleId, dueAt).ConfigureAwait(false)).Single(),
        cancellationToken);

    public Task<long> CountSuccessesAsync(string scheduleId, CancellationToken cancellationToken) => database.InTransactionAsync(
        async (session, token) => (await session.ReadAsync(SuccessfulRuns, r => r.GetInt64(0), token, scheduleId).ConfigureAwait(false))[0],
        cancellationToken);

    /// <summary>Counts the runs that failed in a row before a due time, and tells when the first of them was due.</summary>
    public Task<(int Failures, DateTimeOffset? Since)> CountFailuresAsync(
        string scheduleId, DateTimeOffset dueAt, CancellationToken cancellationToken) => database.InTransactionAsync(
        async (session, token) => (await session.ReadAsync(FailedRuns, r => (r.GetInt32(0), r.TimeOrNull(1)), token, scheduleId, dueAt)
            .ConfigureAwait(false))[0],
        cancellationToken);

    private static ScheduleRun ReadRun(NpgsqlDataReader reader) => new()
    {
        ScheduleId = reader.GetString(0),
        DueAt = reader.GetFieldValue<DateTimeOffset>(1),
        State = Enum.Parse<ScheduleRunState>(reader.GetString(2), ignoreCase: true),
        Manual = reader.GetBoolean(3),
        MissedRuns = reader.GetInt32(4),
        Instance = reader.TextOrNull(5),
        Claims = reader.GetInt32(6),
        Attempts = reader.GetInt32(7),
        StartedAt = reader.TimeOrNull(8),
        FinishedAt = reader.TimeOrNull(9),
        BackupId = reader.TextOrNull(10),
        ErrorCode = reader.TextOrNull(11),
        ErrorMessage = reader.TextOrNull(12),
    };

    private static async Task<bool> WriteAsync(
        HistoryQueries session, string sql, ScheduleDefinition definition, CancellationToken cancellationToken)
    {
        var (cron, json) = (definition.Schedule.Schedule.Trim(), ScheduleJson.Write(definition.Schedule));
        return await session.ExecuteAsync(sql, cancellationToken, definition.Id, cron, definition.Zone.Id, json).ConfigureAwait(false) == 1;
    }
}
