using PgBackup.Schema;

namespace PgBackup.Backup;

/// <summary>Puts tables behind those that their foreign keys refer to: rows alone are loaded into tables that have their keys.</summary>
internal static class ForeignKeyOrder
{
    /// <summary>Sorts. Tables in a ring of keys, where there is no order, keep the one that they had.</summary>
    public static IReadOnlyList<TableCopy> Sort(IReadOnlyList<TableCopy> copies, IEnumerable<ForeignKey> keys)
    {
        // A key of a partitioned table concerns all of its partitions.
        var copiesOf = copies.SelectMany(c => Family((Table)c.Source!).Select(t => (Table: t, Copy: c)))
            .ToLookup(x => x.Table, x => x.Copy);
        var needs = keys.Where(f => f.ReferencedTable is not null)
            .SelectMany(f => copiesOf[f.Table].SelectMany(from => copiesOf[f.ReferencedTable!].Select(to => (From: from, To: to))))
            .ToLookup(x => x.From, x => x.To);

        var sorted = new List<TableCopy>(copies.Count);
        var entered = new HashSet<TableCopy>();
        var path = new Stack<(TableCopy Copy, IEnumerator<TableCopy> Needs)>();
        foreach (var copy in copies)
        {
            Enter(copy);
            while (path.TryPeek(out var top))
            {
                if (top.Needs.MoveNext())
                    Enter(top.Needs.Current);
                else
                    sorted.Add(path.Pop().Copy);
            }
        }

        return sorted;

        void Enter(TableCopy copy)
        {
            if (entered.Add(copy))
                path.Push((copy, needs[copy].GetEnumerator()));
        }
    }

    /// <summary>Lists a table and the partitioned tables above it.</summary>
    internal static IEnumerable<Relation> Family(Table table)
    {
        yield return table;
        while (table.IsPartition && table.Parents is [var parent])
        {
            yield return parent;
            table = parent;
        }
    }
}
