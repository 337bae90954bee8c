using PgBackup.Schema;
using PgBackup.Selection;

namespace PgBackup.Restore;

/// <summary>Plans what is needed and neither in a backup of a part of a database nor chosen from it: the target must have it.</summary>
internal sealed class MissingObjectsPlanner(BackupManifest manifest, RestoreSettings settings, TargetDatabase target)
{
    private const int NamedAtMost = 5;

    // Of partitions that are not attached: what the target lacks for it.
    private readonly Dictionary<int, IReadOnlyList<string>> _unattached = [];
    private readonly List<(string Name, string Message)> _omissions = [];

    /// <summary>Gets what is left out, and why.</summary>
    public IReadOnlyList<(string Name, string Message)> Omissions => _omissions;

    /// <summary>Tells whether an entry that lacks something can be left out: what makes a partition of a table that stands alone as well,
    /// and a foreign key where constraints are skipped.</summary>
    public bool IsLeftOut(BackupEntry entry, IReadOnlySet<SchemaObject> dropped)
    {
        var absent = Absent(entry, dropped);
        if (absent.Count == 0)
            return false;
        // Its indexes are attached to nothing, and triggers that it would have from its table are not there.
        if ((entry.Kind == ObjectKind.IndexAttach.Name() || entry.Kind == ObjectKind.Trigger.Name())
            && entry.Relation is { } relation && _unattached.TryGetValue(relation, out var known) && absent.Exists(known.Contains))
            return true;
        if (entry.Kind == ObjectKind.TableAttach.Name() && entry.Relation is { } partition)
            _unattached.TryAdd(partition, absent);
        else if (entry.Kind != ObjectKind.ForeignKey.Name() || !settings.SkipConstraints)
            return false;
        _omissions.Add(
            (absent[0], $"{entry.Identity} is left out: it needs {string.Join(", ", absent)}, neither in the backup nor in the target."));
        return true;
    }

    /// <summary>Finds what is needed by entries that are to be made, and is not there.</summary>
    public IEnumerable<RestoreConflict> Check(IReadOnlyList<PlannedEntry> planned, IReadOnlySet<SchemaObject> dropped)
    {
        var notChosen = NotChosen(planned, dropped);
        return planned
            .Where(p => p.Action == RestoreAction.Create)
            .SelectMany(p => Absent(p.Entry, dropped).Concat(notChosen(p.Entry)).Select(a => (Absent: a, p.Entry)))
            .GroupBy(a => a.Absent, a => a.Entry)
            .Select(g => Conflict(g.Key, [.. g]));
    }

    // Chosen tables bring types and functions along, but no other tables and views.
    private Func<BackupEntry, IEnumerable<string>> NotChosen(IReadOnlyList<PlannedEntry> planned, IReadOnlySet<SchemaObject> dropped)
    {
        if (settings.Tables.Count == 0)
            return _ => [];
        var chosen = planned.Select(p => p.Entry.Id).ToHashSet();
        var absent = manifest.Entries
            .Where(e => EntrySelection.IsRelation(e) && !chosen.Contains(e.Id)
                && (target.FindRelation(e.Schema!, e.Name) is not { } found || dropped.Contains(found)))
            .ToDictionary(e => e.Id, e => e.Identity!);
        // A partition is made without its table.
        var tables = manifest.Entries.Where(e => e.Kind == ObjectKind.TableAttach.Name() && e.Relation is not null)
            .ToLookup(e => e.Relation!.Value, e => e.Dependencies.Where(d => d != e.Relation));
        return entry => entry.Dependencies.Except(tables[entry.Relation ?? entry.Id].SelectMany(t => t))
            .Where(absent.ContainsKey).Select(d => absent[d]);
    }

    // Schemas are looked for by themselves, as every entry has one.
    private List<string> Absent(BackupEntry entry, IReadOnlySet<SchemaObject> dropped) =>
    [
        .. entry.Missing.Where(m => !m.StartsWith("SCHEMA ", StringComparison.Ordinal)
            && (target.Find(m) is not { } found || dropped.Contains(found))),
    ];

    private static RestoreConflict Conflict(string absent, List<BackupEntry> entries)
    {
        var names = NameList.Write([.. entries.Select(e => e.Identity ?? e.Name)], NamedAtMost);
        var areKeys = entries.TrueForAll(e => e.Kind == ObjectKind.ForeignKey.Name());
        var wayOut = areKeys ? ", or leave the foreign keys out with SkipConstraints" : "";
        return new RestoreConflict(
            PgBackupErrorCodes.DependencyNotFound,
            absent,
            $"{absent} is neither restored nor in the target, and needed for {names}. Create it first, or restore it too{wayOut}.");
    }
}
