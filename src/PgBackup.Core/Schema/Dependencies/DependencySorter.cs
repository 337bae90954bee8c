namespace PgBackup.Schema;

/// <summary>Puts objects into an order in which each can be made: dependencies first, else by section, kind and name.</summary>
internal sealed class DependencySorter
{
    private readonly List<SchemaObject> _objects;
    private readonly List<string> _warnings = [];
    private readonly LoopBreaker _breaker;

    private DependencySorter(IEnumerable<SchemaObject> objects)
    {
        _objects = [.. objects];
        _breaker = new LoopBreaker(_objects, _warnings);
    }

    /// <summary>Sorts. Loops are broken by changing the objects: inline children are taken out, views split, shell types added.</summary>
    /// <returns>The objects to write, in order, without inline children; and what could not be resolved.</returns>
    public static (IReadOnlyList<SchemaObject> Objects, IReadOnlyList<string> Warnings) Sort(IEnumerable<SchemaObject> objects)
    {
        var sorter = new DependencySorter(objects);
        return (sorter.Sort(), sorter._warnings);
    }

    private List<SchemaObject> Sort()
    {
        while (true)
        {
            var graph = BreakLoops();
            if (!NeedsWhatIsBehindData(graph) || !MoveBehindData(Order(graph, ByName), graph))
                return Order(graph, BySection);
        }
    }

    private DependencyGraph BreakLoops()
    {
        while (true)
        {
            var graph = new DependencyGraph(_objects);
            var loops = LoopFinder.Find(graph);
            if (loops.Count == 0)
                return graph;
            foreach (var loop in loops)
                _breaker.Break(loop, graph);
        }
    }

    /// <summary>Moves objects that need something from behind the data (a view grouped by a primary key) behind the data too.</summary>
    /// <returns>True when the graph changed, because a table would have had to move and something was split instead.</returns>
    private bool MoveBehindData(List<SchemaObject> order, DependencyGraph graph)
    {
        foreach (var item in order)
        {
            if (item.Section != BackupSection.PreData || !graph.Needs(item).Any(n => n.Section == BackupSection.PostData))
                continue;
            if (item.Kind is ObjectKind.Table or ObjectKind.Sequence && KeepBeforeData(item, graph))
                return true;
            item.Section = BackupSection.PostData;
        }

        return false;
    }

    // A table must be there before its rows: what drags it behind the data is written in two steps instead.
    private bool KeepBeforeData(SchemaObject table, DependencyGraph graph)
    {
        foreach (var child in graph.InlineChildren(table))
        {
            if (child.CanStandAlone && graph.NeedsOf(child, table).Any(n => n.Section == BackupSection.PostData))
            {
                LoopBreaker.Separate(child, table);
                return Restart();
            }
        }

        var seen = new HashSet<SchemaObject>();
        var waiting = new Queue<SchemaObject>(graph.Needs(table).Where(n => n.Section == BackupSection.PostData));
        while (waiting.TryDequeue(out var needed))
        {
            if (!seen.Add(needed))
                continue;
            if (_breaker.Split(needed))
                return Restart();
            foreach (var next in graph.Needs(needed).Where(n => n.Section == BackupSection.PostData))
                waiting.Enqueue(next);
        }

        return false;

        bool Restart()
        {
            foreach (var item in _objects)
                item.Section = item.Kind.Section();
            return true;
        }
    }

    private static bool NeedsWhatIsBehindData(DependencyGraph graph)
    {
        for (var node = 0; node < graph.Nodes.Count; node++)
        {
            if (graph.Nodes[node].Section != BackupSection.PreData)
                continue;
            foreach (var needed in graph.Needs(node))
            {
                if (graph.Nodes[needed].Section == BackupSection.PostData)
                    return true;
            }
        }

        return false;
    }

    private static List<SchemaObject> Order(DependencyGraph graph, Comparison<SchemaObject> comparison)
    {
        var nodes = Enumerable.Range(0, graph.Nodes.Count).ToArray(); // numbers by rank
        Array.Sort(nodes, (x, y) => comparison(graph.Nodes[x], graph.Nodes[y]));
        var rank = new int[nodes.Length];
        for (var i = 0; i < nodes.Length; i++)
            rank[nodes[i]] = i;

        var waitingFor = new int[nodes.Length];
        var dependents = new List<int>?[nodes.Length];
        for (var node = 0; node < nodes.Length; node++)
        {
            var needs = graph.Needs(node);
            waitingFor[node] = needs.Length;
            foreach (var needed in needs)
                (dependents[needed] ??= []).Add(node);
        }

        var ready = new PriorityQueue<int, int>();
        foreach (var node in nodes)
        {
            if (waitingFor[node] == 0)
                ready.Enqueue(node, rank[node]);
        }

        var order = new List<SchemaObject>(nodes.Length);
        while (ready.TryDequeue(out var next, out _))
        {
            order.Add(graph.Nodes[next]);
            foreach (var dependent in dependents[next] ?? [])
            {
                if (--waitingFor[dependent] == 0)
                    ready.Enqueue(dependent, rank[dependent]);
            }
        }

        return order;
    }

    private static int BySection(SchemaObject x, SchemaObject y) => x.Section != y.Section ? (int)x.Section - (int)y.Section : ByName(x, y);

    private static int ByName(SchemaObject x, SchemaObject y)
    {
        var result = (int)x.Kind - (int)y.Kind; // CompareTo of an enum allocates
        if (result == 0)
            result = string.CompareOrdinal(x.Schema, y.Schema);
        if (result == 0)
            result = string.CompareOrdinal(x.Name, y.Name);
        if (result == 0)
            result = string.CompareOrdinal(x.SortSuffix, y.SortSuffix);
        return result != 0 ? result : string.CompareOrdinal(x.Identity, y.Identity);
    }
}
