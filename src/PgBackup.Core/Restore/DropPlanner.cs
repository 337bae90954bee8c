using PgBackup.Schema;

namespace PgBackup.Restore;

/// <summary>Works out what <c>DropExisting</c> drops, in which order, and which objects outside the restored set would be hurt or are made
/// again.</summary>
internal sealed class DropPlanner(TargetDatabase target, IReadOnlyList<BackupEntry> entries, DependentsAction dependents)
{
    private readonly List<SchemaObject> _ordered = [];
    private readonly HashSet<SchemaObject> _gone = [];
    private readonly HashSet<SchemaObject> _again = [];
    private readonly RecreatableKinds _recreatable = new(target.Catalog);

    /// <summary>Gets the objects to drop, those that depend on others first.</summary>
    public IReadOnlyList<SchemaObject> Objects => _ordered;

    /// <summary>Gets what is to be made again after the restore, in order.</summary>
    public IReadOnlyList<EntryDraft> Recreated { get; private set; } = [];

    /// <summary>Gets all that disappears with them: their parts, partitions and owned sequences too.</summary>
    public IReadOnlySet<SchemaObject> Gone => _gone;

    /// <summary>Plans.</summary>
    /// <param name="prerequisites">Entries that are only restored where they are missing: what they define is never dropped.</param>
    /// <returns>The dependents that stand in the way.</returns>
    public List<RestoreConflict> Plan(IReadOnlySet<int> prerequisites)
    {
        var toDrop = new HashSet<SchemaObject>();
        foreach (var entry in entries)
        {
            if (EntrySelection.IsRelation(entry) && !prerequisites.Contains(entry.Id)
                && target.FindRelation(entry.Schema!, entry.Name) is { } relation && relation.Kind.Name() == entry.Kind
                && relation.Extension is null)
                toDrop.Add(relation);
        }

        var restored = entries.Where(e => !prerequisites.Contains(e.Id)).Select(target.Find).OfType<SchemaObject>().ToHashSet();
        // What is only restored where it is missing is missing when it has gone with a table.
        var madeAnyway = entries.Where(e => prerequisites.Contains(e.Id)).Select(target.Find).OfType<SchemaObject>().ToHashSet();
        var conflicts = AddDependents(toDrop, restored, madeAnyway);
        if (toDrop.Count == 0)
            return conflicts;
        foreach (var item in _again.Where(i => i.InlineIn is { } container && !_again.Contains(container)))
            LoopBreaker.Separate(item, item.InlineIn!);
        var (sorted, _) = DependencySorter.Sort(target.Catalog.Objects);
        _ordered.AddRange(InOrder(toDrop, sorted));
        Recreated = new RecreatedObjects(target).Write(_again, sorted);
        return conflicts;
    }

    private List<RestoreConflict> AddDependents(
        HashSet<SchemaObject> toDrop, HashSet<SchemaObject> restored, HashSet<SchemaObject> madeAnyway)
    {
        var byNeeded = new Dictionary<SchemaObject, List<SchemaObject>>();
        foreach (var item in target.Catalog.Objects)
        {
            foreach (var needed in item.Dependencies)
            {
                if (!byNeeded.TryGetValue(needed, out var list))
                    byNeeded.Add(needed, list = []);
                list.Add(item);
            }
        }

        var conflicts = new List<RestoreConflict>();
        var waiting = new Queue<SchemaObject>(toDrop);
        var seen = new HashSet<SchemaObject>(toDrop);
        _gone.UnionWith(toDrop);
        while (waiting.TryDequeue(out var item))
        {
            foreach (var dependent in byNeeded.GetValueOrDefault(item) ?? [])
            {
                if (!seen.Add(dependent))
                    continue;
                if (GoesAlong(dependent, toDrop))
                {
                    // A publication gets back the tables that it had, whether the backup knows of it or not.
                    if (IsPartOf(dependent, _again) || (dependent is PublicationTable && !restored.Contains(dependent)))
                        _again.Add(dependent);
                }
                else if (restored.Contains(dependent) || (dependents == DependentsAction.Recreate && madeAnyway.Contains(dependent)))
                {
                    toDrop.Add(dependent);
                }
                else if (dependents == DependentsAction.Recreate && _recreatable.WhyNot(dependent) is null)
                {
                    toDrop.Add(dependent);
                    _again.Add(dependent);
                }
                else
                {
                    conflicts.Add(Conflict(dependent, item));
                    continue;
                }

                _gone.Add(dependent);
                waiting.Enqueue(dependent);
            }
        }

        return conflicts;
    }

    private RestoreConflict Conflict(SchemaObject dependent, SchemaObject item)
    {
        var begin = $"{dependent.Identity} depends on {item.Identity}, which would be dropped, and is not restored";
        var message = _recreatable.WhyNot(dependent) switch
        {
            null => $"{begin}. Restore it too, drop it first, or let Dependents = Recreate make it again.",
            var why when dependents == DependentsAction.Recreate =>
                $"{begin}; it cannot be made again, because {why}. Restore it too, or drop it first.",
            _ => $"{begin}. Restore it too, or drop it first.",
        };
        return new RestoreConflict(PgBackupErrorCodes.DependentsExist, dependent.Identity, message);
    }

    private static bool IsPartOf(SchemaObject item, HashSet<SchemaObject> wholes) =>
        (item.Relation is { } relation && wholes.Contains(relation)) || (item.InlineIn is { } container && wholes.Contains(container));

    // Indexes, constraints, triggers and the like of a dropped relation, what is written within another object, and owned sequences.
    private static bool GoesAlong(SchemaObject item, HashSet<SchemaObject> toDrop) =>
        IsPartOf(item, toDrop)
        || item is Sequence { OwningRelation: { } owner } && toDrop.Contains(owner)
        || item is TableAttach { Partition: var partition } && toDrop.Contains(partition)
        || item is TableAttach or IndexAttach or PublicationTable;

    private IEnumerable<SchemaObject> InOrder(HashSet<SchemaObject> toDrop, IReadOnlyList<SchemaObject> sorted)
    {
        // Foreign keys among dropped tables may form rings; without them, reverse order of making is an order of dropping.
        foreach (var key in target.Catalog.Objects.OfType<ForeignKey>()
            .Where(f => toDrop.Contains(f.Table) || toDrop.Contains(f)).OrderBy(f => f.Identity, StringComparer.Ordinal))
        {
            if (key.DropStatement is not null && !IsPartitionOfDropped(key.Table, toDrop))
                yield return key;
        }

        foreach (var part in sorted.Reverse().Where(o => HoldsOther(o, toDrop)))
            yield return part;
        // A view and what its query uses may need each other: then the query goes before both.
        foreach (var item in sorted.Reverse().Where(o => toDrop.Contains(o) || (o is ViewQuery && toDrop.Contains(o.Relation!))))
        {
            if (RecreatableKinds.DropStatement(item) is null || item is ForeignKey || IsPartitionOfDropped(item, toDrop)
                || (item is Sequence { OwningRelation: { } owner } && toDrop.Contains(owner)))
                continue;
            yield return item;
        }
    }

    // A rule, policy or check made apart may use what is made behind its table, and so is dropped before it: a view, a function of the row.
    private bool HoldsOther(SchemaObject item, HashSet<SchemaObject> toDrop) =>
        item is RelationPart { InlineIn: null, DropStatement: not null, Table: { } table } and not ForeignKey
        && _gone.Contains(item)
        && !toDrop.Contains(item)
        && !IsPartitionOfDropped(table, toDrop)
        && item.Dependencies.Any(d => d != table && d is not RelationPart && toDrop.Contains(d));

    // Dropping the partitioned table drops it.
    private static bool IsPartitionOfDropped(SchemaObject item, HashSet<SchemaObject> toDrop) =>
        item is Table { IsPartition: true, Parents: [var parent] } && toDrop.Contains(parent);
}
