using PgBackup.Schema;

namespace PgBackup.Restore;

/// <summary>Finds the foreign keys of the target that stand in the way of rows, and are taken off while these are loaded.</summary>
internal static class SuspendedKeys
{
    /// <summary>Lists them in the order in which they are put back.</summary>
    /// <param name="kept">The tables that stay and are loaded.</param>
    /// <param name="dropped">What the restore drops.</param>
    /// <param name="target">The target.</param>
    /// <param name="settings">How it is restored.</param>
    public static List<ForeignKey> Find(
        List<Table> kept, IReadOnlySet<SchemaObject> dropped, TargetDatabase target, RestoreSettings settings)
    {
        var loaded = kept.Cast<SchemaObject>().ToHashSet();
        foreach (var partition in kept.Where(t => t.IsPartition))
        {
            for (var table = partition; table.IsPartition && table.Parents.Count == 1; table = table.Parents[0])
                loaded.Add(table.Parents[0]);
        }

        // Those of the loaded tables would check rows in the order of loading; those that refer to them would, when rows are replaced.
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
