using PgBackup.Schema;

namespace PgBackup.Restore;

/// <summary>Which tables of a backup inherit from which, or are partitions of them: the server may lock parents with a table.</summary>
internal sealed class TableFamilies
{
    private readonly Dictionary<int, HashSet<int>> _parents = [];
    private readonly HashSet<int> _withHeirs = [];

    public TableFamilies(IReadOnlyDictionary<int, BackupEntry> entries)
    {
        foreach (var entry in entries.Values)
        {
            if (entry.Kind == ObjectKind.Table.Name())
                Add(entry.Id, entry.Dependencies);
            else if (entry.Kind == ObjectKind.TableAttach.Name() && entry.Relation is { } partition)
                Add(partition, entry.Dependencies.Where(d => d != partition));
        }

        void Add(int table, IEnumerable<int> needed)
        {
            var parents = needed.Where(n => entries.TryGetValue(n, out var other) && other.Kind == ObjectKind.Table.Name()).ToList();
            if (parents.Count == 0)
                return;
            if (!_parents.TryGetValue(table, out var known))
                _parents.Add(table, known = []);
            known.UnionWith(parents);
            _withHeirs.UnionWith(parents);
        }
    }

    /// <summary>Tells whether a table has neither parents nor heirs.</summary>
    public bool IsAlone(int table) => !_parents.ContainsKey(table) && !_withHeirs.Contains(table);

    /// <summary>Lists all that a table inherits from, at any distance.</summary>
    public HashSet<int> ParentsOf(int table)
    {
        var all = new HashSet<int>();
        var waiting = new Stack<int>([table]);
        while (waiting.TryPop(out var next))
        {
            foreach (var parent in _parents.GetValueOrDefault(next) ?? [])
            {
                if (all.Add(parent))
                    waiting.Push(parent);
            }
        }

        all.Remove(table);
        return all;
    }
}
