using Npgsql;
using PgBackup.Archive;
using PgBackup.Formats;
using PgBackup.Postgres;
using PgBackup.Schema;
using PgBackup.Stores;

namespace PgBackup.Restore;

/// <summary>Restores a backup, in one transaction where the server has room for its locks: what fails leaves the database as it was.</summary>
internal sealed class RestoreRunner : IRestore
{
    private const int ConflictsNamedAtMost = 10;

    // "pgbackup" in ASCII: two restores into one database wait for each other.
    private const string AdvisoryLock = "SELECT pg_catalog.pg_advisory_xact_lock(8099577103803476336)";

    private readonly BackupManifest _manifest;
    private readonly IBackupFormat _format;
    private readonly DatabaseConnector _connector;
    private readonly RestoreSettings _settings;
    private readonly TimeProvider _time;
    private readonly SafetyBackup? _safety;
    private readonly ArtifactReader _artifact;

    public RestoreRunner(
        BackupRepository repository, BackupManifest manifest, IBackupFormat format, DatabaseConnector connector, RestoreSettings settings, TimeProvider time,
        SafetyBackup? safety = null)
    {
        ManifestCheck.Require(manifest);
        _manifest = manifest;
        _format = format;
        _connector = connector;
        _settings = settings;
        _time = time;
        _safety = safety;
        _artifact = new ArtifactReader(manifest, (offset, length, token) => repository.OpenArtifactAsync(manifest, offset, length, token));
    }

    /// <inheritdoc/>
    public async Task<RestorePlan> PlanAsync(CancellationToken cancellationToken)
    {
        var connection = await _connector.OpenAsync(cancellationToken).ConfigureAwait(false);
        await using (connection.ConfigureAwait(false))
        {
            var plan = await PlanAsync(connection, cancellationToken).ConfigureAwait(false);
            return plan.ToPublic(_manifest.Backup.Id, _settings.ExistingRows == ExistingRowsAction.Replace);
        }
    }

    /// <summary>Works out what <see cref="RunAsync"/> would do in a database that is yet to be made on the server.</summary>
    public async Task<RestorePlan> PlanNewAsync(string name, CancellationToken cancellationToken)
    {
        var connection = await _connector.OpenAsync(cancellationToken).ConfigureAwait(false);
        await using (connection.ConfigureAwait(false))
        {
            var server = await ServerInfo.ReadAsync(connection, cancellationToken).ConfigureAwait(false);
            await RestoreSession.BeginAsync(connection, server.Version, _settings.LockTimeout, cancellationToken).ConfigureAwait(false);
            var there = await TargetDatabase.ReadAsync(connection, cancellationToken).ConfigureAwait(false);
            var target = there.AsNew(name, _manifest.Database ?? there.Facts);
            var plan = await new RestorePlanner(_manifest, _settings, target).PlanAsync(connection, cancellationToken).ConfigureAwait(false);
            return plan.ToPublic(_manifest.Backup.Id, replacesRows: false);
        }
    }

    /// <inheritdoc/>
    public async Task<RestoreResult> RunAsync(IProgress<RestoreProgress>? progress, CancellationToken cancellationToken)
    {
        var started = _time.GetTimestamp();
        var reporter = new RestoreProgressReporter(progress, _time);
        reporter.Enter(RestorePhase.Planning);
        var (chosen, _) = EntrySelection.Choose(_manifest, _settings);
        await _artifact.CheckSegmentsAsync(SegmentsOf(chosen), cancellationToken).ConfigureAwait(false);

        var connection = await _connector.OpenAsync(cancellationToken).ConfigureAwait(false);
        await using (connection.ConfigureAwait(false))
        {
            var plan = await PlanAsync(connection, cancellationToken).ConfigureAwait(false);
            if (plan.Conflicts.Count > 0)
                throw RestoreErrors.Refusal(_manifest.Backup.Id, plan.Conflicts);
            var safetyBackupId = _safety is null
                ? null
                : await _safety.RunAsync(connection, plan, cancellationToken).ConfigureAwait(false);
            var warnings = plan.Warnings.ToList();
            var result = await ExecuteAsync(connection, plan, warnings, reporter, cancellationToken).ConfigureAwait(false);
            return result with { Duration = _time.GetElapsedTime(started), Warnings = warnings, SafetyBackupId = safetyBackupId };
        }
    }

    // The transaction stays open: what the plan saw is locked or checked again by the statements themselves.
    private async Task<InternalPlan> PlanAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        var server = await ServerInfo.ReadAsync(connection, cancellationToken).ConfigureAwait(false);
        // Ended by the connection's disposal unless it is committed.
        await RestoreSession.BeginAsync(connection, server.Version, _settings.LockTimeout, cancellationToken).ConfigureAwait(false);
        using (var command = new NpgsqlCommand(AdvisoryLock, connection) { CommandTimeout = 0 })
            await command.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
        var target = await TargetDatabase.ReadAsync(connection, cancellationToken).ConfigureAwait(false);
        return await new RestorePlanner(_manifest, _settings, target).PlanAsync(connection, cancellationToken).ConfigureAwait(false);
    }

    private async Task<RestoreResult> ExecuteAsync(
        NpgsqlConnection connection, InternalPlan plan, List<string> warnings, RestoreProgressReporter reporter, CancellationToken cancellationToken)
    {
        var isSingle = !plan.Target.IsEmpty || await LockCapacity.IsEnoughAsync(connection, plan, cancellationToken).ConfigureAwait(false);
        if (isSingle)
            return await ExecuteAsync(connection, undo: null, plan, warnings, reporter, cancellationToken).ConfigureAwait(false);

        // The transaction that planned stays open meanwhile: its lock keeps other restores away until all is made or undone.
        var undo = new RestoreUndo(_connector);
        try
        {
            var pieces = await _connector.OpenAsync(cancellationToken).ConfigureAwait(false);
            await using (pieces.ConfigureAwait(false))
                return await ExecuteAsync(pieces, undo, plan, warnings, reporter, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception exception)
        {
            var left = await undo.RunAsync().ConfigureAwait(false);
            if (left.Count == 0)
                throw;
            throw new PgBackupException(
                PgBackupErrorCodes.RestoreFailed,
                $"The restore failed, and {left.Count} of the objects that it had made could not be dropped: {string.Join("; ", left.Take(ConflictsNamedAtMost))}. "
                + $"Drop the database and restore again. {exception.Message}",
                exception)
            {
                BackupId = _manifest.Backup.Id,
            };
        }
    }

    private async Task<RestoreResult> ExecuteAsync(
        NpgsqlConnection connection, RestoreUndo? undo, InternalPlan plan, List<string> warnings, RestoreProgressReporter reporter,
        CancellationToken cancellationToken)
    {
        var session = new RestoreSession(connection, plan.Target.Server.Version, _settings.LockTimeout, undo);
        var executor = new StatementExecutor(session, warnings);
        var sequences = new KeptSequences(connection, plan, _settings, executor);
        var content = new ContentReader(_artifact, _format);
        var entries = new EntryRestorer(content, _settings, plan, executor, sequences, warnings);
        var rows = new RowLoader(connection, content, reporter);
        var kept = new KeptTables(connection, plan, _settings);
        var dependents = new Dependents(plan, _settings, executor);
        var keptTables = plan.KeptTables.ToDictionary(t => (t.Schema, t.Name));
        var work = plan.Entries.Where(e => e.Action != RestoreAction.Keep).ToList();
        reporter.Begin(work.Count, work.Sum(e => e.Entry.Table?.Rows ?? 0), work.Sum(e => e.Entry.Table?.Bytes ?? 0));

        foreach (var drop in plan.Drops)
            await executor.AddAsync(RecreatableKinds.DropStatement(drop)!, $"the drop of {drop.Identity}", cancellationToken).ConfigureAwait(false);
        await kept.SuspendAsync(executor, cancellationToken).ConfigureAwait(false);
        BackupSection? section = null;
        foreach (var (entry, _) in work)
        {
            if (section != entry.Section)
            {
                section = entry.Section;
                reporter.Enter(PhaseOf(entry.Section));
            }

            if (entry.Table is { } table)
            {
                if (entries.LacksWhatItNeeds(entry))
                    continue;
                await executor.FlushAsync(cancellationToken).ConfigureAwait(false);
                var existing = keptTables.GetValueOrDefault((table.Schema, table.Name));
                await session.RunAsync(() => LoadAsync(rows, table, existing, plan, cancellationToken), cancellationToken).ConfigureAwait(false);
            }
            else
            {
                undo?.Add(entry);
                await entries.RestoreAsync(entry, cancellationToken).ConfigureAwait(false);
            }

            reporter.StepDone();
        }

        await executor.FlushAsync(cancellationToken).ConfigureAwait(false);
        await sequences.PassRowsAsync(cancellationToken).ConfigureAwait(false);
        await kept.ResumeAsync(executor, cancellationToken).ConfigureAwait(false);
        await dependents.RecreateAsync(cancellationToken).ConfigureAwait(false);
        reporter.Enter(RestorePhase.Finishing);
        try
        {
            await session.CompleteAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (PostgresException exception)
        {
            throw RestoreErrors.Translate(exception, "the commit");
        }

        await AnalyzeAsync(connection, plan, entries, _settings.LockTimeout, warnings, cancellationToken).ConfigureAwait(false);
        return new RestoreResult
        {
            BackupId = _manifest.Backup.Id,
            Database = plan.Target.Server.Database,
            ObjectsCreated = work.Count(e => e.Action == RestoreAction.Create && e.Entry.Identity is not null && !entries.IsLeftOut(e.Entry)),
            Tables = work.Count(e => e.Entry.Table is not null && !entries.IsLeftOut(e.Entry)),
            Rows = reporter.Rows,
            Duration = TimeSpan.Zero,
            UnvalidatedConstraints = [.. entries.Unvalidated, .. kept.Unvalidated, .. dependents.Unvalidated],
            RecreatedDependents = [.. dependents.Recreated],
        };
    }

    private Task LoadAsync(RowLoader rows, BackupTable table, Table? existing, InternalPlan plan, CancellationToken cancellationToken)
    {
        if (table.Target == BackupTableTarget.LargeObjects)
            return rows.LoadLargeObjectsAsync(table, cancellationToken);
        return existing is not null && _settings.ExistingRows == ExistingRowsAction.Merge
            ? rows.MergeAsync(table, existing, cancellationToken)
            : rows.LoadAsync(table, plan.LoadsThrough(table, existing), cancellationToken);
    }

    // Without statistics the first queries after a restore are planned blindly. Not worth failing for.
    private static async Task AnalyzeAsync(
        NpgsqlConnection connection, InternalPlan plan, EntryRestorer entries, TimeSpan lockTimeout, List<string> warnings, CancellationToken cancellationToken)
    {
        var tables = plan.Entries.Where(e => e.Entry.Table is { Target: BackupTableTarget.Table, Rows: > 0 } && !entries.IsLeftOut(e.Entry))
            .Select(e => Sql.Qualified(e.Entry.Schema, e.Entry.Name));
        foreach (var batch in tables.Chunk(100))
        {
            try
            {
                // In a transaction, so that no setting of the role or the database cuts it short.
                await RestoreSession.BeginAsync(connection, plan.Target.Server.Version, lockTimeout, cancellationToken).ConfigureAwait(false);
                using var command = new NpgsqlCommand($"ANALYZE {string.Join(", ", batch)}; COMMIT", connection) { CommandTimeout = 0 };
                await command.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
            }
            catch (PostgresException exception) when (!cancellationToken.IsCancellationRequested)
            {
                warnings.Add($"The planner's statistics could not be refreshed: {ServerMessage.Of(exception)}. Run ANALYZE.");
                return;
            }
            catch (OperationCanceledException)
            {
                // The restore itself is committed: to say that it was cancelled would be wrong.
                warnings.Add("The planner's statistics were not refreshed. Run ANALYZE.");
                return;
            }
        }
    }

    private static IEnumerable<int> SegmentsOf(IReadOnlyList<BackupEntry> entries) =>
        entries.SelectMany(e => e.Statements.Select(s => s.Segment).Concat(e.Table?.Segments ?? []));

    private static RestorePhase PhaseOf(BackupSection section) => section switch
    {
        BackupSection.Roles or BackupSection.PreData => RestorePhase.PreData,
        BackupSection.Data => RestorePhase.LoadingData,
        _ => RestorePhase.PostData,
    };
}
