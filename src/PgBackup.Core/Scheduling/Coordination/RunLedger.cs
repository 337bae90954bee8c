using Npgsql;
using PgBackup.History;

namespace PgBackup.Scheduling;

/// <summary>Who runs which due time: decided by rows of the database, by its clock, within short transactions.</summary>
/// <remarks>The row of a schedule is locked while its due times are planned and its runs are taken, so instances do that one after the
/// other; each due time has one row, and the row one claim.</remarks>
internal sealed class RunLedger(CoordinationDatabase database, SchedulingOptions options, string instance, TimeProvider time)
{
    private const string Lock = """
        SELECT id, cron, time_zone, enabled, definition, planned_until, pg_catalog.clock_timestamp()
        FROM pgbackup.schedule WHERE id = $1 FOR UPDATE
        """;

    private const string Register = """
        INSERT INTO pgbackup.schedule (id, cron, time_zone, planned_until) VALUES ($1, $2, $3, pg_catalog.clock_timestamp())
        ON CONFLICT (id) DO NOTHING
        """;

    private const string Planned =
        """
        UPDATE pgbackup.schedule
        SET updated_at = CASE WHEN cron = $3 AND time_zone = $4 THEN updated_at ELSE pg_catalog.clock_timestamp() END,
            planned_until = $2, cron = $3, time_zone = $4
        WHERE id = $1
        """;

    private const string Plan = """
        INSERT INTO pgbackup.schedule_run (schedule_id, due_at, state, missed_runs, finished_at, error_message)
        SELECT $1, p.due_at, CASE WHEN p.missed THEN 'missed' ELSE 'pending' END, p.missed_runs,
               CASE WHEN p.missed THEN pg_catalog.clock_timestamp() END, CASE WHEN p.missed THEN 'No instance was running.' END
        FROM ROWS FROM (pg_catalog.unnest($2), pg_catalog.unnest($3), pg_catalog.unnest($4)) AS p (due_at, missed, missed_runs)
        ON CONFLICT (schedule_id, due_at) DO NOTHING
        """;

    // Locked too: whoever renews a lease that has just run out waits, and finds the run taken.
    private const string Open = """
        SELECT due_at, state = 'running', COALESCE(lease_until <= pg_catalog.clock_timestamp(), false), claims
        FROM pgbackup.schedule_run
        WHERE schedule_id = $1 AND state IN ('pending', 'running')
        ORDER BY due_at
        FOR UPDATE
        """;

    private const string Take = """
        UPDATE pgbackup.schedule_run
        SET state = 'running', claim = $3, claims = claims + 1, lease_until = pg_catalog.clock_timestamp() + $4, instance = $5,
            started_at = pg_catalog.clock_timestamp()
        WHERE schedule_id = $1 AND due_at = $2
        """;

    private const string Skip = """
        UPDATE pgbackup.schedule_run
        SET state = 'skipped', finished_at = pg_catalog.clock_timestamp(), error_message = 'An earlier run was still going on.'
        WHERE schedule_id = $1 AND due_at = $2
        """;

    private const string TakeManual = """
        INSERT INTO pgbackup.schedule_run
            (schedule_id, due_at, state, manual, claim, claims, lease_until, instance, started_at, finished_at, error_message)
        SELECT $1, t.now, CASE WHEN $2 THEN 'skipped' ELSE 'running' END, true, CASE WHEN NOT $2 THEN $3 END,
               CASE WHEN $2 THEN 0 ELSE 1 END,
               CASE WHEN NOT $2 THEN t.now + $4 END, $5, CASE WHEN NOT $2 THEN t.now END, CASE WHEN $2 THEN t.now END,
               CASE WHEN $2 THEN 'An earlier run was still going on.' END
        FROM pg_catalog.clock_timestamp() AS t (now)
        RETURNING due_at
        """;

    private const string Held = "WHERE schedule_id = $1 AND due_at = $2 AND claim = $3 AND state = 'running'";

    private const string Renew = $"UPDATE pgbackup.schedule_run SET lease_until = pg_catalog.clock_timestamp() + $4 {Held}";

    private const string End = $"""
        UPDATE pgbackup.schedule_run
        SET state = $4, claim = NULL, lease_until = NULL, finished_at = pg_catalog.clock_timestamp(), backup_id = $5, attempts = $6,
            error_code = $7, error_message = $8
        {Held}
        """;

    private const string GiveBack = $"""
        UPDATE pgbackup.schedule_run SET state = 'pending', claim = NULL, lease_until = NULL, started_at = NULL {Held}
        """;

    /// <summary>Gets how this instance names itself.</summary>
    public string Instance => instance;

    /// <summary>Makes sure that the database remembers a schedule that the application defines: it is due from then on.</summary>
    public Task RegisterAsync(
        IReadOnlyCollection<ScheduleDefinition> definitions, CancellationToken cancellationToken) => database.InTransactionAsync(
        async (session, token) =>
        {
            // In one order, so that two instances do not wait for each other.
            foreach (var definition in definitions.OrderBy(d => d.Id, StringComparer.Ordinal))
                await RegisterAsync(session, definition, token).ConfigureAwait(false);
            return 0;
        },
        cancellationToken);

    /// <summary>Plans what is due of a schedule, and takes what nobody has.</summary>
    /// <param name="definition">The schedule.</param>
    /// <param name="slots">How many runs there is room for.</param>
    /// <param name="cancellationToken">Stops the call.</param>
    public Task<TakenRuns> TakeAsync(ScheduleDefinition definition, int slots, CancellationToken cancellationToken)
    {
        var started = time.GetTimestamp();
        return database.InTransactionAsync(
            async (session, token) =>
            {
                var row = await LockAsync(session, definition, token).ConfigureAwait(false);
                if (row is null)
                    return new TakenRuns([], [], []);
                var planned = await PlanAsync(session, definition, row, token).ConfigureAwait(false);
                var open = await session.ReadAsync(
                    Open, r => new OpenRun(r.GetFieldValue<DateTimeOffset>(0), r.GetBoolean(1), r.GetBoolean(2), r.GetInt32(3)), token,
                        definition.Id)
                    .ConfigureAwait(false);
                var (take, skip) = OpenRun.Divide(open, definition.Schedule.Overlap, slots);
                var claims = new List<RunClaim>();
                foreach (var run in take)
                {
                    var claim = new RunClaim(session.Database, definition.Id, run.DueAt, Guid.NewGuid(), run.Claims + 1, started);
                    await session.ExecuteAsync(Take, token, definition.Id, run.DueAt, claim.Id, options.Lease, instance)
                        .ConfigureAwait(false);
                    claims.Add(claim);
                }

                foreach (var run in skip)
                    await session.ExecuteAsync(Skip, token, definition.Id, run.DueAt).ConfigureAwait(false);
                return new TakenRuns(claims, [.. skip.Select(r => r.DueAt)], [.. planned.Where(p => p.Missed || p.MissedRuns > 0)]);
            },
            cancellationToken);
    }

    /// <summary>Takes a run that somebody asks for now.</summary>
    /// <returns>When it was asked for, and the claim; null where an earlier run makes it skip.</returns>
    public Task<(DateTimeOffset DueAt, RunClaim? Claim)> TakeNowAsync(ScheduleDefinition definition, CancellationToken cancellationToken)
    {
        var started = time.GetTimestamp();
        return database.InTransactionAsync(
            async (session, token) =>
            {
                await LockAsync(session, definition, token).ConfigureAwait(false);
                var open = await session.ReadAsync(
                    Open, r => r.GetBoolean(1) && !r.GetBoolean(2), token, definition.Id).ConfigureAwait(false);
                var isSkipped = definition.Schedule.Overlap != OverlapRule.Allow && open.Contains(true);
                var id = Guid.NewGuid();
                var due = await session.ReadAsync(
                    TakeManual, r => r.GetFieldValue<DateTimeOffset>(0), token, definition.Id, isSkipped, id, options.Lease, instance)
                    .ConfigureAwait(false);
                return (due[0], isSkipped ? null : new RunClaim(session.Database, definition.Id, due[0], id, 1, started));
            },
            cancellationToken);
    }

    /// <summary>Renews the lease of a run.</summary>
    /// <returns>False when the run is no longer this instance's.</returns>
    public Task<bool> RenewAsync(RunClaim claim, CancellationToken cancellationToken) =>
        ChangeAsync(Renew, claim, cancellationToken, options.Lease);

    /// <summary>Writes how a run ended.</summary>
    /// <returns>False when the run is no longer this instance's; nothing is written then.</returns>
    public Task<bool> EndAsync(RunClaim claim, RunEnd end, CancellationToken cancellationToken) => ChangeAsync(
        End, claim, cancellationToken, end.State == ScheduleRunState.Succeeded ? "succeeded" : "failed", end.BackupId, end.Attempts,
        end.ErrorCode, end.ErrorMessage is { } message ? HistoryTable.Cut(message) : null);

    /// <summary>Lets any instance run what this one cannot finish.</summary>
    /// <returns>False when the run is no longer this instance's.</returns>
    public Task<bool> GiveBackAsync(RunClaim claim, CancellationToken cancellationToken) => ChangeAsync(GiveBack, claim, cancellationToken);

    public static ScheduleRow ReadRow(NpgsqlDataReader reader) => new(
        reader.GetString(0), reader.GetString(1), reader.GetString(2), reader.IsDBNull(3) ? null : reader.GetBoolean(3),
        reader.TextOrNull(4), reader.GetFieldValue<DateTimeOffset>(5), reader.GetFieldValue<DateTimeOffset>(6));

    private static Task<int> RegisterAsync(
        HistoryQueries session, ScheduleDefinition definition, CancellationToken cancellationToken) =>
        session.ExecuteAsync(Register, cancellationToken, definition.Id, definition.Schedule.Schedule.Trim(), definition.Zone.Id);

    // One that was stored and is gone has been removed.
    private static async Task<ScheduleRow?> LockAsync(
        HistoryQueries session, ScheduleDefinition definition, CancellationToken cancellationToken)
    {
        var rows = await session.ReadAsync(Lock, ReadRow, cancellationToken, definition.Id).ConfigureAwait(false);
        if (rows.Count > 0 || definition.Stored)
            return rows.FirstOrDefault();
        await RegisterAsync(session, definition, cancellationToken).ConfigureAwait(false);
        return (await session.ReadAsync(Lock, ReadRow, cancellationToken, definition.Id).ConfigureAwait(false)).FirstOrDefault();
    }

    private async Task<IReadOnlyList<PlannedRun>> PlanAsync(
        HistoryQueries session, ScheduleDefinition definition, ScheduleRow row, CancellationToken cancellationToken)
    {
        // An expression that was changed holds from now on. But two instances that differ, or name one time zone differently, change it
        // again and again, and what is due meanwhile must not be lost: where it was planned just now, that goes on.
        var isKnown = row.IsPlannedBy(definition);
        var goesOn = !row.IsAhead && (isKnown || row.Now - row.PlannedUntil < 2 * options.PollInterval);
        var planned = goesOn && (row.Enabled ?? definition.Schedule.Enabled)
            ? DuePlan.Make(definition.DueTimes, definition.Schedule.MissedRuns, row.PlannedUntil, row.Now, options.MissedAfter)
            : [];
        if (planned.Count > 0)
        {
            await session.ExecuteAsync(
                Plan, cancellationToken, definition.Id, planned.Select(p => p.DueAt.ToUniversalTime()).ToArray(),
                planned.Select(p => p.Missed).ToArray(), planned.Select(p => p.MissedRuns).ToArray()).ConfigureAwait(false);
        }

        if (planned.Count > 0 || !isKnown || row.IsAhead)
        {
            await session.ExecuteAsync(
                Planned, cancellationToken, definition.Id, row.Now, definition.Schedule.Schedule.Trim(), definition.Zone.Id)
                    .ConfigureAwait(false);
        }

        return planned;
    }

    private Task<bool> ChangeAsync(string sql, RunClaim claim, CancellationToken cancellationToken, params object?[] values) =>
        database.InTransactionAsync(
            async (session, token) =>
                await session.ExecuteAsync(sql, token, [claim.ScheduleId, claim.DueAt, claim.Id, .. values]).ConfigureAwait(false) == 1,
            cancellationToken);
}
