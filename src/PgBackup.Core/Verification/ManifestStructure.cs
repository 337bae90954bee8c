using PgBackup.Postgres;
using PgBackup.Schema;

namespace PgBackup.Verification;

/// <summary>Checks that the entries of a manifest fit each other: an order in which they can be restored, and tables that are what they
/// say.</summary>
internal sealed class ManifestStructure(BackupManifest manifest, List<string> problems)
{
    // In the order of restoring.
    private static readonly BackupSection[] Sections =
        [BackupSection.Roles, BackupSection.PreData, BackupSection.Data, BackupSection.PostData, BackupSection.Database];

    private readonly Dictionary<int, int> _places = [];

    public void Check()
    {
        for (var i = 0; i < manifest.Entries.Count; i++)
            _places.Add(manifest.Entries[i].Id, i);
        var section = 0;
        for (var i = 0; i < manifest.Entries.Count; i++)
        {
            var entry = manifest.Entries[i];
            var place = Array.IndexOf(Sections, entry.Section);
            if (place < section)
                Add(entry, place < 0
                    ? "is of no known section"
                    : $"is of section {entry.Section}, and stands behind one of {Sections[section]}");
            section = Math.Max(section, place);
            CheckNeeds(entry, i);
            if (entry.Table is { } table)
                CheckTable(entry, table);
            else if (entry.Statements.Count == 0)
                Add(entry, "has neither statements nor rows");
        }
    }

    private void CheckNeeds(BackupEntry entry, int place)
    {
        foreach (var needed in entry.Dependencies)
        {
            if (!_places.TryGetValue(needed, out var at))
                Add(entry, $"needs entry {needed}, which is not there");
            else if (at >= place)
                Add(entry, $"needs entry {needed}, which does not stand before it");
        }

        if (entry.Relation is not { } relation)
            return;
        if (!_places.TryGetValue(relation, out var owner))
            Add(entry, $"is a part of entry {relation}, which is not there");
        else if (owner >= place)
            Add(entry, $"is a part of entry {relation}, which does not stand before it");
    }

    private void CheckTable(BackupEntry entry, BackupTable table)
    {
        if (entry.Section != BackupSection.Data)
            Add(entry, $"has rows, and is of section {entry.Section}");
        if (table.Target != BackupTableTarget.Table)
            return;
        if (table.Schema != entry.Schema || table.Name != entry.Name)
            Add(entry, $"has the rows of {Sql.Qualified(table.Schema, table.Name)}");
        if (table.Columns.Any(c => string.IsNullOrEmpty(c.Name))
            || table.Columns.Select(c => c.Name).Distinct(StringComparer.Ordinal).Count() != table.Columns.Count)
            Add(entry, "has two columns of one name, or one without a name");
        if (entry.Relation is { } relation && _places.TryGetValue(relation, out var at) && manifest.Entries[at] is var definition
            && (definition.Schema != entry.Schema || definition.Name != entry.Name || !IsTable(definition)))
            Add(entry, $"is a part of {definition.Kind} {Sql.Qualified(definition.Schema, definition.Name)}");
    }

    private static bool IsTable(BackupEntry entry) =>
        entry.Kind == ObjectKind.Table.Name()
        || entry.Kind == ObjectKind.ForeignTable.Name()
        || entry.Kind == ObjectKind.MaterializedView.Name();

    private void Add(BackupEntry entry, string problem) =>
        problems.Add($"Entry {entry.Id}, {entry.Kind} {Sql.Qualified(entry.Schema, entry.Name)}, {problem}.");
}
