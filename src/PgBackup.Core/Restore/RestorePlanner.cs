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
        foreach (var (entry, table) in keptTables)
            CheckKeptTable(entry, table);
        var rights = new RightsCheck(settings, target, _findings);
        var made = planned.Where(p => p.Action == RestoreAction.Create).Select(p => p.Entry);
        await rights.CheckDefinitionsAsync(connection, made, drops.Objects, cancellationToken).ConfigureAwait(false);
        var seen = await rights.CheckKeptTablesAsync(connection, keptTables, cancellationToken).ConfigureAwait(false);
        await CheckEmptinessAsync(connection, seen, cancellationToken).ConfigureAwait(false);
        CheckMissingTables(planned, dropped);
        _conflicts.AddRange(_missing.Check(planned, dropped));
        CheckSchemas(planned);
        CheckLargeObjects(planned);
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
            SuspendedForeignKeys = ForeignKeysInTheWay(kept, dropped),
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

        var byId = _manifest.Entries.ToDictionary(e => e.Id);
        var leftOut = new LeftOutObjects(settings, _findings);
        var forbidden = new ForbiddenCheck(target, leftOut);
        var made = planned.Where(p => p.Action == RestoreAction.Create).ToList();
        await forbidden.AskAsync(connection, made.Select(p => p.Entry), cancellationToken).ConfigureAwait(false);
        await new ExtensionCheck(target, leftOut, _findings).CheckAsync(connection, planned, cancellationToken).ConfigureAwait(false);
        var changes = await new StatementSurvey(content, settings.RoleMap).RunAsync(
            planned,
            [
                new RoleCheck(settings, target, id => byId[id], _findings),
                new TablespaceCheck(target, _findings),
                forbidden,
                .. VersionChecks.Between(new ServerVersion(backup.ServerVersionNumber), target, byId, _findings),
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

    private bool IsExtension(int id) => _manifest.Entries.First(e => e.Id == id).Kind == ObjectKind.Extension.Name();

    // A foreign key, or a partition, of a table that is neither restored nor there.
    private bool LacksARelation(BackupEntry entry)
    {
        foreach (var id in entry.Dependencies)
        {
            if (_actions.ContainsKey(id))
                continue;
            var needed = _manifest.Entries.First(e => e.Id == id);
            var relation = needed.Relation is { } relationId ? _manifest.Entries.First(e => e.Id == relationId) : needed;
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

    private void CheckKeptTable(BackupEntry entry, Table table)
    {
        var missing = entry.Table!.Columns.Where(c => !table.CopyColumns.Any(t => t.Name == c.Name)).Select(c => Sql.Identifier(c.Name))
            .ToList();
        if (missing.Count > 0)
        {
            _conflicts.Add(new RestoreConflict(
                PgBackupErrorCodes.IncompatibleColumns,
                table.QualifiedName,
                $"Table {table.QualifiedName} exists without the column(s) {string.Join(", ", missing)} of the backup. Add them, or use "
                + "DropExisting."));
        }

        if (settings.ExistingRows == ExistingRowsAction.Merge
            && !target.Catalog.Objects.OfType<KeyConstraint>().Any(k => k.IsPrimaryKey && ReferenceEquals(k.Table, table)))
        {
            _conflicts.Add(new RestoreConflict(
                PgBackupErrorCodes.IncompatibleColumns,
                table.QualifiedName,
                $"Table {table.QualifiedName} has no primary key, so rows cannot be merged. Use append or replace."));
        }
    }

    private async Task CheckEmptinessAsync(NpgsqlConnection connection, IEnumerable<Table> tables, CancellationToken cancellationToken)
    {
        if (settings.ExistingRows != ExistingRowsAction.Error)
            return;
        foreach (var table in await KeptTables.FindRowsAsync(connection, tables, cancellationToken).ConfigureAwait(false))
        {
            _conflicts.Add(new RestoreConflict(
                PgBackupErrorCodes.TargetNotEmpty,
                table.QualifiedName,
                $"Table {table.QualifiedName} exists and has rows. Use DropExisting, or ExistingRows to append, replace or merge."));
        }
    }

    private void CheckMissingTables(List<PlannedEntry> planned, IReadOnlySet<SchemaObject> dropped)
    {
        var made = planned.Where(p => EntrySelection.IsRelation(p.Entry) && p.Action == RestoreAction.Create)
            .Select(p => (p.Entry.Schema, p.Entry.Name)).ToHashSet();
        foreach (var (entry, _) in planned.Where(p => p is { Action: RestoreAction.Load, Entry.Table.Target: BackupTableTarget.Table }))
        {
            // A table of an extension is made with the extension.
            var comesWithExtension = entry.Relation is null && !settings.DataOnly;
            if (!made.Contains((entry.Schema, entry.Name)) && !comesWithExtension
                && (target.FindRelation(entry.Schema!, entry.Name) is not { } relation || dropped.Contains(relation)))
            {
                _conflicts.Add(new RestoreConflict(
                    PgBackupErrorCodes.RelationNotFound,
                    Sql.Qualified(entry.Schema, entry.Name),
                    $"Table {Sql.Qualified(entry.Schema, entry.Name)} does not exist in the target, and its definition is not restored. "
                    + "Restore it too, or create the table."));
            }
        }
    }

    private void CheckSchemas(List<PlannedEntry> planned)
    {
        var made = planned.Where(p => p.Entry.Kind == ObjectKind.Schema.Name()).Select(p => p.Entry.Name).ToHashSet(StringComparer.Ordinal);
        // A schema may come with an extension.
        if (planned.Exists(p => p.Entry.Kind == ObjectKind.Extension.Name() && p.Action == RestoreAction.Create))
            return;
        var created = planned.Where(p => p.Action == RestoreAction.Create);
        foreach (var schema in created.Select(p => p.Entry.Schema).OfType<string>().Distinct())
        {
            if (!made.Contains(schema) && !target.HasSchema(schema))
            {
                _conflicts.Add(new RestoreConflict(
                    PgBackupErrorCodes.RelationNotFound,
                    Sql.Identifier(schema),
                    $"Schema {Sql.Identifier(schema)} does not exist in the target, and the backup does not hold it. "
                    + $"CREATE SCHEMA {Sql.Identifier(schema)} first."));
            }
        }
    }

    private void CheckLargeObjects(List<PlannedEntry> planned)
    {
        if (!target.HasLargeObjects || settings.DropExisting
            || settings.ExistingRows is ExistingRowsAction.Replace or ExistingRowsAction.Merge)
            return;
        if (planned.Exists(p => p.Entry.Kind == ObjectKind.LargeObject.Name()))
        {
            _conflicts.Add(new RestoreConflict(
                PgBackupErrorCodes.TargetNotEmpty,
                "large objects",
                "The target holds large objects, which those of the backup may meet. "
                + "Use DropExisting or replace to overwrite those of the same number, or restore chosen tables."));
        }
    }

    // Those of the loaded tables would check rows in the order of loading; those that refer to them would, when rows are replaced.
    private List<ForeignKey> ForeignKeysInTheWay(List<Table> kept, IReadOnlySet<SchemaObject> dropped)
    {
        var loaded = kept.Cast<SchemaObject>().ToHashSet();
        foreach (var partition in kept.Where(t => t.IsPartition))
        {
            for (var table = partition; table.IsPartition && table.Parents.Count == 1; table = table.Parents[0])
                loaded.Add(table.Parents[0]);
        }

        var keys = target.Catalog.Objects.OfType<ForeignKey>().Where(f =>
            !dropped.Contains(f) && !dropped.Contains(f.Table)
            && (loaded.Contains(f.Table)
                || (settings.ExistingRows == ExistingRowsAction.Replace && f.ReferencedTable is not null
                    && loaded.Contains(f.ReferencedTable)))).ToList();
        // Those of partitions go with the partitioned table's, and come back before it, which would else make others.
        var all = keys.Concat(keys.SelectMany(k => k.Adopted).Where(f => !dropped.Contains(f.Table))).ToHashSet<SchemaObject>();
        return [.. DependencySorter.Sort(all).Objects.Cast<ForeignKey>()];
    }
}
