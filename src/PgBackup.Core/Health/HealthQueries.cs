using Npgsql;
using PgBackup.History;

namespace PgBackup.Health;

/// <summary>What health asks the database.</summary>
internal static class HealthQueries
{
    private const string Schedules = """
        SELECT s.id, s.enabled, s.definition, s.updated_at, CASE WHEN o.alive THEN NULL ELSE s.planned_until END,
               CASE WHEN NOT o.alive THEN o.waiting END, f.failures, f.since, f.error, pg_catalog.clock_timestamp()
        FROM pgbackup.schedule s
        CROSS JOIN LATERAL (
            SELECT COALESCE(pg_catalog.bool_or(r.state = 'running' AND r.lease_until > pg_catalog.clock_timestamp()), false) AS alive,
                   pg_catalog.min(CASE WHEN r.state = 'pending' THEN r.due_at ELSE r.lease_until END) AS waiting
            FROM pgbackup.schedule_run r
            WHERE r.schedule_id = s.id AND r.state IN ('pending', 'running')) o
        CROSS JOIN LATERAL (
            SELECT pg_catalog.count(*)::integer AS failures, pg_catalog.min(r.due_at) AS since,
                   (pg_catalog.array_agg(COALESCE(r.error_message, r.error_code) ORDER BY r.due_at DESC))[1] AS error
            FROM pgbackup.schedule_run r
            WHERE r.schedule_id = s.id AND r.state = 'failed'
              AND r.due_at > COALESCE((SELECT pg_catalog.max(g.due_at) FROM pgbackup.schedule_run g
                                       WHERE g.schedule_id = s.id AND g.state = 'succeeded'), '-infinity')) f
        ORDER BY s.id
        """;

    private const string Backups = """
        SELECT r.backup_id
        FROM pgbackup.schedule s
        CROSS JOIN LATERAL (
            SELECT o.backup_id FROM pgbackup.schedule_run o WHERE o.schedule_id = s.id AND o.backup_id IS NOT NULL
            ORDER BY o.due_at DESC LIMIT $1) r
        """;

    /// <summary>Reads the schedules that the database knows, and the ids of the last backups of each.</summary>
    public static async Task<(List<ScheduleState> Schedules, List<string> Backups)> ReadAsync(
        HistoryQueries queries, int backupsOfEach, CancellationToken cancellationToken) =>
        (await queries.ReadAsync(Schedules, Read, cancellationToken).ConfigureAwait(false),
            await queries.ReadAsync(Backups, r => r.GetString(0), cancellationToken, backupsOfEach).ConfigureAwait(false));

    private static ScheduleState Read(NpgsqlDataReader reader) => new(reader.GetString(0))
    {
        Enabled = reader.IsDBNull(1) ? null : reader.GetBoolean(1),
        Definition = reader.TextOrNull(2),
        Since = reader.GetFieldValue<DateTimeOffset>(3),
        PlannedUntil = reader.TimeOrNull(4),
        WaitingSince = reader.TimeOrNull(5),
        FailedRuns = reader.GetInt32(6),
        FailingSince = reader.TimeOrNull(7),
        LastError = reader.TextOrNull(8),
        Now = reader.GetFieldValue<DateTimeOffset>(9),
    };
}
