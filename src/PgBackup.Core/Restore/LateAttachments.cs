using PgBackup.Schema;

namespace PgBackup.Restore;

/// <summary>Lets a partition join a table that is there already only when the partition has its indexes: the server would else make them
/// itself, under the very names.</summary>
internal static class LateAttachments
{
    /// <summary>Puts such attachments behind the last index that is made.</summary>
    public static IReadOnlyList<PlannedEntry> Order(IReadOnlyList<PlannedEntry> planned, Func<int, bool> isCreated)
    {
        var late = planned.Where(p => IsOf(p, ObjectKind.TableAttach) && JoinsWhatStays(p.Entry, isCreated)).ToList();
        if (late.Count == 0)
            return planned;
        var partitions = late.Select(p => p.Entry.Relation).ToHashSet();
        late.AddRange(planned.Where(p =>
            IsOf(p, ObjectKind.IndexAttach) && partitions.Contains(p.Entry.Relation) && JoinsWhatStays(p.Entry, isCreated)));

        var moved = late.ToHashSet();
        var rest = planned.Where(p => !moved.Contains(p)).ToList();
        var place = rest.FindLastIndex(p => IsOf(p, ObjectKind.Index) || IsOf(p, ObjectKind.Constraint) || IsOf(p, ObjectKind.IndexAttach));
        if (place < 0)
            return planned;
        rest.InsertRange(place + 1, late);
        return rest;
    }

    private static bool IsOf(PlannedEntry planned, ObjectKind kind) =>
        planned.Action == RestoreAction.Create && planned.Entry.Kind == kind.Name();

    // One end is the partition or its index, the other is not made in this restore.
    private static bool JoinsWhatStays(BackupEntry entry, Func<int, bool> isCreated) =>
        entry.Missing.Count > 0 || !entry.Dependencies.All(isCreated);
}
