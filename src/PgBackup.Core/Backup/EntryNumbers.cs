using PgBackup.Schema;

namespace PgBackup.Backup;

/// <summary>Gives entries their numbers, in the order in which they are restored.</summary>
internal sealed class EntryNumbers
{
    private readonly Dictionary<EntryDraft, int> _ids = [];

    public BackupEntry Number(EntryDraft draft)
    {
        var id = _ids.Count + 1;
        _ids.Add(draft, id);
        return new BackupEntry
        {
            Id = id,
            Kind = draft.Kind.Name(),
            Schema = draft.Schema,
            Name = draft.Name,
            Owner = draft.Owner,
            Section = draft.Section,
            // What comes later cannot be needed: a ring that could not be resolved would show here.
            Dependencies = [.. draft.Dependencies.Where(_ids.ContainsKey).Select(d => _ids[d]).Order()],
            Relation = draft.Relation is { } relation && _ids.TryGetValue(relation, out var relationId) ? relationId : null,
            Identity = draft.Identity,
            Drop = draft.Drop,
            Missing = draft.Missing,
            ExtensionVersion = draft.Kind == ObjectKind.Extension ? (draft.Source as Extension)?.Version : null,
        };
    }
}
