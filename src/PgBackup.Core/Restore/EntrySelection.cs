using PgBackup.Postgres;
using PgBackup.Schema;
using PgBackup.Selection;

namespace PgBackup.Restore;

/// <summary>Chooses the entries of a backup that a restore needs.</summary>
internal sealed class EntrySelection
{
    private static readonly HashSet<string> RelationKinds =
    [
        ObjectKind.Table.Name(), ObjectKind.ForeignTable.Name(), ObjectKind.View.Name(), ObjectKind.MaterializedView.Name(),
        ObjectKind.Sequence.Name(),
    ];

    private readonly BackupManifest _manifest;
    private readonly Dictionary<int, BackupEntry> _byId;

    private EntrySelection(BackupManifest manifest)
    {
        _manifest = manifest;
        _byId = manifest.Entries.ToDictionary(e => e.Id);
    }

    public static bool IsRelation(BackupEntry entry) => RelationKinds.Contains(entry.Kind);

    /// <summary>Tells whether an entry is about the server or the database as a whole: it is restored when it is asked for, whatever tables
    /// are.</summary>
    public static bool IsGlobal(BackupEntry entry) => entry.Section is BackupSection.Roles or BackupSection.Database;

    /// <summary>Lists the chosen entries in the backup's order, and which of them are only there because others need them.</summary>
    /// <exception cref="PgBackupException"><c>relation_not_found</c>: a pattern matches nothing in the backup.</exception>
    public static (IReadOnlyList<BackupEntry> Entries, IReadOnlySet<int> Prerequisites) Choose(
        BackupManifest manifest, RestoreSettings settings)
    {
        var selection = new EntrySelection(manifest);
        var prerequisites = new HashSet<int>();
        IEnumerable<BackupEntry> entries = manifest.Entries;
        if (settings.Tables.Count > 0)
        {
            var chosen = selection.ChooseTables(settings.Tables);
            prerequisites = selection.Prerequisites(chosen);
            entries = manifest.Entries.Where(e => chosen.Contains(e.Id) || prerequisites.Contains(e.Id) || IsGlobal(e));
        }

        if (!settings.Roles)
            entries = entries.Where(e => e.Section != BackupSection.Roles);
        if (!settings.DatabaseProperties)
            entries = entries.Where(e => e.Section != BackupSection.Database);
        if (settings.SchemaOnly)
            entries = entries.Where(e => e.Section != BackupSection.Data && e.Kind != ObjectKind.MaterializedViewData.Name());
        if (settings.DataOnly)
            entries = entries.Where(e => e.Section == BackupSection.Data || e.Kind == ObjectKind.MaterializedViewData.Name());
        return ([.. entries], prerequisites);
    }

    private HashSet<int> ChooseTables(IReadOnlyList<NamePattern> patterns)
    {
        var relations = _manifest.Entries.Where(e => IsRelation(e) || e.Table is { Target: BackupTableTarget.Table }).ToList();
        foreach (var pattern in patterns)
        {
            if (!relations.Exists(r => pattern.Matches(r.Schema, r.Name)))
            {
                throw new PgBackupException(
                    PgBackupErrorCodes.RelationNotFound,
                    $"Backup '{_manifest.Backup.Id}' holds no table, view or sequence that matches '{pattern.Text}'."
                    + NearestNames.Suggest(pattern.Text, relations.Select(r => Sql.Qualified(r.Schema, r.Name))))
                {
                    BackupId = _manifest.Backup.Id,
                    ObjectName = pattern.Text,
                };
            }
        }

        var chosen = relations.Where(r => patterns.Any(p => p.Matches(r.Schema, r.Name))).Select(r => r.Id).ToHashSet();
        AddPartitions(chosen);
        // Parts of a chosen relation: indexes, constraints, triggers, policies, privileges, rows, positions of its sequences.
        foreach (var entry in _manifest.Entries)
        {
            if (entry.Relation is { } relation && chosen.Contains(relation))
                chosen.Add(entry.Id);
        }

        // A free sequence's position and privileges, and a serial column's sequence, hang on it by dependency alone.
        foreach (var entry in _manifest.Entries)
        {
            if (entry.Kind == ObjectKind.SequenceOwnedBy.Name() && chosen.Contains(entry.Id))
                chosen.UnionWith(entry.Dependencies.Where(d => _byId[d].Kind == ObjectKind.Sequence.Name()));
        }

        foreach (var entry in _manifest.Entries)
        {
            if (entry.Kind == ObjectKind.SequenceSet.Name() || entry.Kind == ObjectKind.Acl.Name())
            {
                if (entry.Dependencies.Any(d => chosen.Contains(d) && _byId[d].Kind == ObjectKind.Sequence.Name()))
                    chosen.Add(entry.Id);
            }
        }

        return chosen;
    }

    private void AddPartitions(HashSet<int> chosen)
    {
        // Parents come before their partitions' attachments, so that one pass over the attachments reaches every level but for odd orders.
        var attachments = _manifest.Entries.Where(e => e.Kind == ObjectKind.TableAttach.Name() && e.Relation is not null).ToList();
        bool added;
        do
        {
            added = false;
            foreach (var attachment in attachments)
            {
                var partition = attachment.Relation!.Value;
                if (attachment.Dependencies.Any(d => d != partition && chosen.Contains(d)))
                    added |= chosen.Add(partition);
            }
        }
        while (added);
    }

    // Types, functions and schemas that a chosen relation's definition needs; other relations are not pulled in.
    private HashSet<int> Prerequisites(HashSet<int> chosen)
    {
        var found = new HashSet<int>();
        var waiting = new Queue<int>(chosen.Where(id => _byId[id].Kind != ObjectKind.ForeignKey.Name()));
        while (waiting.TryDequeue(out var id))
        {
            foreach (var needed in _byId[id].Dependencies)
            {
                if (_byId.TryGetValue(needed, out var entry) && !chosen.Contains(needed) && !IsRelationButSequence(entry)
                    && !IsPartOfAnother(entry) && found.Add(needed))
                    waiting.Enqueue(needed);
            }
        }

        // Without its position, a sequence that comes along would give out numbers that the rows have already.
        found.UnionWith(_manifest.Entries
            .Where(e => e.Kind == ObjectKind.SequenceSet.Name() && !chosen.Contains(e.Id))
            .Where(e => e.Dependencies.Any(d => found.Contains(d) && IsSequence(d)))
            .Select(e => e.Id));
        return found;

        bool IsPartOfAnother(BackupEntry entry) =>
            entry.Relation is { } relation && !chosen.Contains(relation) && !found.Contains(relation);
    }

    private bool IsSequence(int id) => _byId[id].Kind == ObjectKind.Sequence.Name();

    private static bool IsRelationButSequence(BackupEntry entry) => IsRelation(entry) && entry.Kind != ObjectKind.Sequence.Name();
}
