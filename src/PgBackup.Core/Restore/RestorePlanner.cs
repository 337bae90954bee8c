using Npgsql;
using PgBackup.Formats;
using PgBackup.Postgres;
using PgBackup.Schema;

namespace PgBackup.Restore;

/// <summary>Compares a backup with its target and works out what to do, without touching anything.</summary>
/// <param name="backup">The backup, with the roles as it names them.</param>
/// <param name="settings">How it is restored.</param>
/// <param name="target">What it is restored into.</param>
/// <param name="content">Reads the backup's statements.</param>
internal sealed class RestorePlanner(BackupManifest backup, RestoreSettings settings, TargetDatabase target, ContentReader content)
{
    private readonly BackupManifest _manifest = settings.RoleMap.Apply(backup);
    private readonly List<RestoreConflict> _conflicts = [];
    private readonly PlanFindings _findings = new(settings.Strict);
    private readonly Dictionary<int, RestoreAction> _actions = [];
    private readonly GlobalsPlanner _globals = new(backup, settings, target);
    private readonly MissingObjectsPlanner _missing = new(backup, settings, target);

    private Dictionary<int, BackupEntry> Entries => field ??= _manifest.Entries.ToDictionary(e => e.Id);

    public async Task<InternalPlan> PlanAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        var (entries, prerequisites) = EntrySelection.Choose(_manifest, settings);
        var drops = new DropPlanner(target, entries, settings.Dependents);
        if (settings.DropExisting)
            _conflicts.AddRange(drops.Plan(prerequisites));
        var dropped = drops.Gone;

        var (planned, changes) = await SurveyAsync(
            connection, [.. entries.Select(e => new PlannedEntry(e, Decide(e, dropped)))], cancellationToken).ConfigureAwait(false);
        var keptTables = planned
            .Where(p => p.Action == RestoreAction.Load && p.Entry.Table!.Target == BackupTableTarget.Table)
            .Select(p => (p.Entry, Table: (target.FindRelation(p.Entry.Schema!, p.Entry.Name) as Table)!))
            .Where(t => t.Table is not null && !dropped.Contains(t.Table))
            .ToList();
        var check = new TargetCheck(settings, target);
        _conflicts.AddRange(keptTables.SelectMany(t => check.FindUnfit(t.Entry, t.Table)));
        var rights = new RightsCheck(settings, target, _findings);
        var made = planned.Where(p => p.Action == RestoreAction.Create).Select(p => p.Entry);
        await rights.CheckDefinitionsAsync(connection, made, drops.Objects, cancellationToken).ConfigureAwait(false);
        var seen = await rights.CheckKeptTablesAsync(connection, keptTables, cancellationToken).ConfigureAwait(false);
        _conflicts.AddRange(await check.FindRowsAsync(connection, seen, cancellationToken).ConfigureAwait(false));
        _conflicts.AddRange(check.FindMissingTables(planned, dropped));
        _conflicts.AddRange(_missing.Check(planned, dropped));
        _conflicts.AddRange(check.FindMissingSchemas(planned));
        _conflicts.AddRange(check.FindLargeObjects(planned));
        _globals.Check();

        foreach (var (name, message) in _missing.Omissions)
            _findings.LeaveOut(PgBackupErrorCodes.DependencyNotFound, name, message, "Create it first, or restore it too.");

        var kept = keptTables.Select(t => t.Table).ToList();
        return new InternalPlan
        {
            Target = target,
            Drops = drops.Objects,
            Recreated = drops.Recreated,
            Gone = dropped,
            Entries = LateAttachments.Order(planned, IsCreated),
            KeptTables = kept,
            SuspendedForeignKeys = SuspendedKeys.Find(kept, dropped, target, settings),
            Changes = changes,
            Conflicts = [.. _conflicts, .. _globals.Conflicts, .. _findings.Conflicts],
            Warnings = [.. _globals.Warnings, .. _findings.Warnings],
        };
    }

    // Reads what is to be made, and finds what cannot be, or not as the backup says.
    private async Task<(List<PlannedEntry> Planned, StatementChanges Changes)> SurveyAsync(
        NpgsqlConnection connection, List<PlannedEntry> planned, CancellationToken cancellationToken)
    {
        if (!settings.RoleMap.IsEmpty)
        {
            var known = await StatementSurvey.FindRolesAsync(backup, content, cancellationToken).ConfigureAwait(false);
            settings.RoleMap.Require(backup.Backup.Id, known);
        }

        var leftOut = new LeftOutObjects(settings, _findings);
        var forbidden = new ForbiddenCheck(target, leftOut);
        var made = planned.Where(p => p.Action == RestoreAction.Create).ToList();
        await forbidden.AskAsync(connection, made.Select(p => p.Entry), cancellationToken).ConfigureAwait(false);
        await new ExtensionCheck(target, leftOut, _findings).CheckAsync(connection, planned, cancellationToken).ConfigureAwait(false);
        var changes = await new StatementSurvey(content, settings.RoleMap).RunAsync(
            planned,
            [
                new RoleCheck(settings, target, id => Entries[id], _findings),
                new TablespaceCheck(target, _findings),
                forbidden,
                .. VersionChecks.Between(new ServerVersion(backup.ServerVersionNumber), target, Entries, _findings),
            ],
            cancellationToken).ConfigureAwait(false);
        planned = leftOut.Apply([.. planned.Select(p => changes.LeavesOut(p.Entry) ? p with { Action = RestoreAction.Keep } : p)]);
        foreach (var (entry, action) in planned)
            _actions[entry.Id] = action;
        return (planned, changes);
    }

    private RestoreAction Decide(BackupEntry entry, IReadOnlySet<SchemaObject> dropped)
    {
        var action = DecideCore(entry, dropped);
        _actions[entry.Id] = action;
        return action;
    }

    private RestoreAction DecideCore(BackupEntry entry, IReadOnlySet<SchemaObject> dropped)
    {
        if (EntrySelection.IsGlobal(entry))
            return _globals.Decide(entry, IsCreated);
        if (entry.Table is not null)
            return RestoreAction.Load;
        // Positions of sequences and refreshes are data: they apply to what is there.
        if (entry.Kind == ObjectKind.SequenceSet.Name())
            return DecidePosition(entry, dropped);
        if (entry.Section == BackupSection.Data || entry.Kind == ObjectKind.MaterializedViewData.Name())
            return RestoreAction.Create;
        if (IsKept(entry.Relation))
            return RestoreAction.Keep;
        if (entry.Kind == ObjectKind.Acl.Name() && entry.Dependencies.Any(d => IsKept(d) && !IsExtension(d)))
            return RestoreAction.Keep;
        if (entry.Kind == ObjectKind.TableAttach.Name() || entry.Kind == ObjectKind.ForeignKey.Name()
            || entry.Kind == ObjectKind.IndexAttach.Name())
        {
            if (LacksARelation(entry))
                return RestoreAction.Keep;
        }

        if (_missing.IsLeftOut(entry, dropped))
            return RestoreAction.Keep;

        if (EntrySelection.IsRelation(entry) && target.FindRelation(entry.Schema!, entry.Name) is { } relation
            && !dropped.Contains(relation))
            return KeepRelation(entry, relation);
        return target.Find(entry) is { } existing && !dropped.Contains(existing) ? RestoreAction.Keep : RestoreAction.Create;
    }

    private RestoreAction DecidePosition(BackupEntry entry, IReadOnlySet<SchemaObject> dropped)
    {
        // An identity's sequence comes with its table, which may stay with a sequence of another name or none.
        if (entry.Dependencies.Any(IsCreated) && !IsKept(entry.Relation))
            return RestoreAction.Create;
        if (target.FindRelation(entry.Schema!, entry.Name) is Sequence sequence && !dropped.Contains(sequence))
            return RestoreAction.Create;
        var name = Sql.Qualified(entry.Schema, entry.Name);
        _findings.LeaveOut(
            PgBackupErrorCodes.RelationNotFound,
            name,
            $"The position of sequence {name} is left out: the sequence is neither restored nor in the target.",
            "Restore it too.");
        return RestoreAction.Keep;
    }

    private bool IsCreated(int id) => _actions.TryGetValue(id, out var action) && action == RestoreAction.Create;

    private RestoreAction KeepRelation(BackupEntry entry, SchemaObject relation)
    {
        if (relation.Kind.Name() != entry.Kind)
        {
            _conflicts.Add(new RestoreConflict(
                PgBackupErrorCodes.TargetNotEmpty,
                Sql.Qualified(entry.Schema, entry.Name),
                $"{Sql.Qualified(entry.Schema, entry.Name)} is a {entry.Kind.ToLowerInvariant()} in the backup and a "
                + $"{relation.Kind.Name().ToLowerInvariant()} in the target. Rename or drop it."));
        }

        return RestoreAction.Keep;
    }

    private bool IsKept(int? id) => id is { } value && _actions.TryGetValue(value, out var action) && action == RestoreAction.Keep;

    private bool IsExtension(int id) => Entries[id].Kind == ObjectKind.Extension.Name();

    // A foreign key, or a partition, of a table that is neither restored nor there.
    private bool LacksARelation(BackupEntry entry)
    {
        foreach (var id in entry.Dependencies)
        {
            if (_actions.ContainsKey(id))
                continue;
            var needed = Entries[id];
            var relation = needed.Relation is { } relationId ? Entries[relationId] : needed;
            if (target.Find(needed) is not null
                || (EntrySelection.IsRelation(relation) && target.FindRelation(relation.Schema!, relation.Name) is not null))
                continue;
            _findings.LeaveOut(
                PgBackupErrorCodes.DependencyNotFound,
                needed.Identity ?? needed.Name,
                $"{entry.Identity ?? entry.Name} is left out: it needs {needed.Identity ?? needed.Name}, which is neither restored nor "
                + "in the target.",
                "Restore that too.");
            return true;
        }

        return false;
    }
}
