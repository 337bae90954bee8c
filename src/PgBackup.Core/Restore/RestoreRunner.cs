using Npgsql;
using PgBackup.Archive;
using PgBackup.Formats;
using PgBackup.Postgres;
using PgBackup.Stores;

namespace PgBackup.Restore;

/// <summary>Plans a restore and carries it out, in one transaction or in pieces: what fails leaves the database as it was.</summary>
internal sealed class RestoreRunner : IRestore
{
    private readonly BackupManifest _manifest;
    private readonly DatabaseConnector _connector;
    private readonly RestoreSettings _settings;
    private readonly TimeProvider _time;
    private readonly SafetyBackup? _safety;
    private readonly ArtifactReader _artifact;
    private readonly ContentReader _content;

    public RestoreRunner(
        BackupRepository repository, BackupManifest manifest, IBackupFormat format, DatabaseConnector connector, RestoreSettings settings,
        TimeProvider time, SafetyBackup? safety = null)
    {
        ManifestCheck.Require(manifest);
        _manifest = manifest;
        _connector = connector;
        _settings = settings;
        _time = time;
        _safety = safety;
        _artifact = new ArtifactReader(manifest, (offset, length, token) => repository.OpenArtifactAsync(manifest, offset, length, token));
        _content = new ContentReader(_artifact, format);
    }

    /// <summary>Gets a value indicating whether the database was made for this restore, and is dropped if it fails.</summary>
    public bool IsNewDatabase { get; init; }

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
            var plan = await new RestorePlanner(_manifest, _settings, target, _content)
                .PlanAsync(connection, cancellationToken).ConfigureAwait(false);
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

        if (_settings.DropExisting)
            await UnfinishedRestore.UndoAsync(_connector, _settings.LockTimeout, cancellationToken).ConfigureAwait(false);
        var connection = await _connector.OpenAsync(cancellationToken).ConfigureAwait(false);
        await using (connection.ConfigureAwait(false))
        {
            var plan = await PlanAsync(connection, cancellationToken).ConfigureAwait(false);
            if (plan.Conflicts.Count > 0)
                throw RestoreErrors.Refusal(_manifest.Backup.Id, plan.Conflicts);
            var safetyBackupId = _safety is null
                ? null
                : await _safety.RunAsync(connection, plan, cancellationToken).ConfigureAwait(false);
            var notes = new RestoreNotes(plan.Warnings);
            var result = await ExecuteAsync(connection, plan, notes, reporter, cancellationToken).ConfigureAwait(false);
            return result with { Duration = _time.GetElapsedTime(started), Warnings = notes.Warnings, SafetyBackupId = safetyBackupId };
        }
    }

    // The transaction stays open: what the plan saw is locked or checked again by the statements themselves.
    private async Task<InternalPlan> PlanAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        var server = await ServerInfo.ReadAsync(connection, cancellationToken).ConfigureAwait(false);
        // Ended by the connection's disposal unless it is committed.
        await RestoreSession.BeginAsync(connection, server.Version, _settings.LockTimeout, cancellationToken).ConfigureAwait(false);
        await RestoreLock.TakeAsync(connection, cancellationToken).ConfigureAwait(false);
        var target = await TargetDatabase.ReadAsync(connection, cancellationToken).ConfigureAwait(false);
        var plan = await new RestorePlanner(_manifest, _settings, target, _content)
            .PlanAsync(connection, cancellationToken).ConfigureAwait(false);
        return await UnfinishedRestore.FindAsync(connection, cancellationToken).ConfigureAwait(false) is not { } unfinished ? plan
            : _settings.DropExisting ? plan with { Warnings = [unfinished.Announcement, .. plan.Warnings] }
            : plan with { Conflicts = [unfinished.Conflict, .. plan.Conflicts] };
    }

    private async Task<RestoreResult> ExecuteAsync(
        NpgsqlConnection connection, InternalPlan plan, RestoreNotes notes, RestoreProgressReporter reporter,
        CancellationToken cancellationToken)
    {
        var context = new RestoreContext
        {
            Manifest = _manifest,
            Content = _content,
            Connector = _connector,
            Settings = _settings,
            Plan = plan,
            Notes = notes,
            Reporter = reporter,
        };
        var work = context.Work;
        reporter.Begin(work.Count, work.Sum(e => e.Table?.Rows ?? 0), work.Sum(e => e.Table?.Bytes ?? 0));
        // The transaction that planned stays open in any case: its lock keeps other restores away until all is made or undone.
        var isPiecewise = await IsPiecewiseAsync(connection, plan, cancellationToken).ConfigureAwait(false);
        if (!isPiecewise)
            await new TransactionRestore(context).RunAsync(connection, cancellationToken).ConfigureAwait(false);
        else if (IsNewDatabase)
            await new PiecewiseRestore(context).RunInNewDatabaseAsync(cancellationToken).ConfigureAwait(false);
        else
            await new PiecewiseRestore(context).RunAsync(cancellationToken).ConfigureAwait(false);

        await new StatisticsRefresh(context).RunAsync(isPiecewise ? _settings.Jobs : 1, cancellationToken).ConfigureAwait(false);
        return new RestoreResult
        {
            BackupId = _manifest.Backup.Id,
            Database = plan.Target.Server.Database,
            ObjectsCreated = plan.Entries.Count(
                e => e.Action == RestoreAction.Create && e.Entry.Identity is not null && !notes.IsLeftOut(e.Entry)),
            Tables = work.Count(e => e.Table is not null && !notes.IsLeftOut(e)),
            Rows = reporter.Rows,
            Duration = TimeSpan.Zero,
            UnvalidatedConstraints = notes.Unvalidated,
            RecreatedDependents = [.. plan.Recreated.Select(d => d.Identity).OfType<string>()],
        };
    }

    // One transaction is the safest and, for what is small, as fast; but it has one connection, and a lock on all that it makes.
    private async Task<bool> IsPiecewiseAsync(NpgsqlConnection connection, InternalPlan plan, CancellationToken cancellationToken)
    {
        if (!plan.Target.IsEmpty)
            return false;
        var bytes = plan.Entries.Where(e => e.Action == RestoreAction.Load).Sum(e => e.Entry.Table!.Bytes);
        var isWanted = (_settings.Jobs > 1 && bytes >= _settings.ParallelFrom)
            || !await LockCapacity.IsEnoughAsync(connection, plan, cancellationToken).ConfigureAwait(false);
        return isWanted && (IsNewDatabase || await PiecewiseRestore.CanUndoAsync(connection, cancellationToken).ConfigureAwait(false));
    }

    private static IEnumerable<int> SegmentsOf(IReadOnlyList<BackupEntry> entries) =>
        entries.SelectMany(e => e.Statements.Select(s => s.Segment).Concat(e.Table?.Segments ?? []));
}
