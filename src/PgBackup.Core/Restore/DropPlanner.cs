using PgBackup.Schema;

namespace PgBackup.Restore;

/// <summary>Works out what <c>DropExisting</c> drops, in which order, and which objects outside the restored set would be hurt.</summary>
internal sealed class DropPlanner(TargetDatabase target, IReadOnlyList<BackupEntry> entries)
{
    private readonly List<SchemaObject> _ordered = [];
    private readonly HashSet<SchemaObject> _gone = [];

    /// <summary>Gets the objects to drop, those that depend on others first.</summary>
    public IReadOnlyList<SchemaObject> Objects => _ordered;

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
                && target.FindRelation(entry.Schema!, entry.Name) is { } relation && relation.Kind.Name() == entry.Kind && relation.Extension is null)
                toDrop.Add(relation);
        }

        var restored = entries.Where(e => !prerequisites.Contains(e.Id)).Select(target.Find).OfType<SchemaObject>().ToHashSet();
        var conflicts = AddDependents(toDrop, restored);
        _ordered.AddRange(InOrder(toDrop));
        return conflicts;
    }

    private List<RestoreConflict> AddDependents(HashSet<SchemaObject> toDrop, HashSet<SchemaObject> restored)
    {
        var dependents = new Dictionary<SchemaObject, List<SchemaObject>>();
        foreach (var item in target.Catalog.Objects)
        {
            foreach (var needed in item.Dependencies)
            {
                if (!dependents.TryGetValue(needed, out var list))
                    dependents.Add(needed, list = []);
                list.Add(item);
            }
        }

        var conflicts = new List<RestoreConflict>();
        var waiting = new Queue<SchemaObject>(toDrop);
        var seen = new HashSet<SchemaObject>(toDrop);
        _gone.UnionWith(toDrop);
        while (waiting.TryDequeue(out var item))
        {
            foreach (var dependent in dependents.GetValueOrDefault(item) ?? [])
            {
                if (!seen.Add(dependent))
                    continue;
                if (GoesAlong(dependent, toDrop))
                {
                    _gone.Add(dependent);
                    waiting.Enqueue(dependent);
                }
                else if (restored.Contains(dependent))
                {
                    toDrop.Add(dependent);
                    _gone.Add(dependent);
                    waiting.Enqueue(dependent);
                }
                else
                {
                    conflicts.Add(new RestoreConflict(
                        PgBackupErrorCodes.DependentsExist,
                        dependent.Identity,
                        $"{dependent.Identity} depends on {item.Identity}, which would be dropped, and is not restored. Restore it too, or drop it first."));
                }
            }
        }

        return conflicts;
    }

    // Indexes, constraints, triggers and the like of a dropped relation, what is written within another object, and owned sequences.
    private static bool GoesAlong(SchemaObject item, HashSet<SchemaObject> toDrop) =>
        (item.Relation is { } relation && toDrop.Contains(relation))
        || (item.InlineIn is { } container && toDrop.Contains(container))
        || item is Sequence { OwningRelation: { } owner } && toDrop.Contains(owner)
        || item is TableAttach { Partition: var partition } && toDrop.Contains(partition)
        || item is TableAttach or IndexAttach or PublicationTable;

    private IEnumerable<SchemaObject> InOrder(HashSet<SchemaObject> toDrop)
    {
        // Foreign keys among dropped tables may form rings; without them, reverse order of making is an order of dropping.
        foreach (var key in target.Catalog.Objects.OfType<ForeignKey>().Where(f => toDrop.Contains(f.Table)).OrderBy(f => f.Identity, StringComparer.Ordinal))
        {
            if (key.DropStatement is not null && !IsPartitionOfDropped(key.Table, toDrop))
                yield return key;
        }

        var (sorted, _) = DependencySorter.Sort(target.Catalog.Objects);
        foreach (var part in sorted.Reverse().Where(o => HoldsOther(o, toDrop)))
            yield return part;
        foreach (var item in sorted.Reverse().Where(toDrop.Contains))
        {
            if (item.DropStatement is null || item is ForeignKey || IsPartitionOfDropped(item, toDrop)
                || (item is Sequence { OwningRelation: { } owner } && toDrop.Contains(owner)))
                continue;
            yield return item;
        }
    }

    // A rule, policy or check made apart may use what is made behind its table, and so is dropped before it: a view, a function of the row.
    private bool HoldsOther(SchemaObject item, HashSet<SchemaObject> toDrop) =>
        item is RelationPart { InlineIn: null, DropStatement: not null, Table: { } table } and not ForeignKey && _gone.Contains(item) && !toDrop.Contains(item)
        && !IsPartitionOfDropped(table, toDrop) && item.Dependencies.Any(d => d != table && d is not RelationPart && toDrop.Contains(d));

    // Dropping the partitioned table drops it.
    private static bool IsPartitionOfDropped(SchemaObject item, HashSet<SchemaObject> toDrop) =>
        item is Table { IsPartition: true, Parents: [var parent] } && toDrop.Contains(parent);
}
