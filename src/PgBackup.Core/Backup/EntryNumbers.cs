using PgBackup.Schema;

namespace PgBackup.Backup;

/// <summary>Gives entries their numbers, in the order in which they are restored.</summary>
internal sealed class EntryNumbers
{
    private int _last;

    public void Number(IEnumerable<EntryDraft> drafts)
    {
        foreach (var draft in drafts)
            draft.Id = ++_last;
    }

    /// <summary>Returns what the manifest says of an entry, once all have their numbers.</summary>
    public static BackupEntry Entry(EntryDraft draft) => new()
    {
        Id = draft.Id,
        Kind = draft.Kind.Name(),
        Schema = draft.Schema,
        Name = draft.Name,
        Owner = draft.Owner,
        Section = draft.Section,
        Dependencies = Dependencies(draft),
        Relation = draft.Relation is { } relation && IsBefore(relation, draft) ? relation.Id : null,
        Identity = draft.Identity,
        Drop = draft.Drop,
        Missing = draft.Missing,
        ExtensionVersion = draft.Kind == ObjectKind.Extension ? (draft.Source as Extension)?.Version : null,
    };

    private static int[] Dependencies(EntryDraft draft)
    {
        var count = 0;
        foreach (var needed in draft.Dependencies)
            count += IsBefore(needed, draft) ? 1 : 0;
        if (count == 0)
            return [];
        var ids = new int[count];
        foreach (var needed in draft.Dependencies)
        {
            if (IsBefore(needed, draft))
                ids[--count] = needed.Id;
        }

        Array.Sort(ids);
        return ids;
    }

    // What comes later cannot be needed: a ring that could not be resolved would show here. What has no number is not in the backup.
    private static bool IsBefore(EntryDraft needed, EntryDraft draft) => needed.Id > 0 && needed.Id < draft.Id;
}
