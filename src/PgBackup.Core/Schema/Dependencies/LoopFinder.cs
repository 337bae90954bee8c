namespace PgBackup.Schema;

/// <summary>Finds the groups of nodes that wait for each other in a ring (strongly connected components of more than one).</summary>
/// <remarks>Tarjan's algorithm, without recursion: chains of views can be deeper than a stack.</remarks>
internal sealed class LoopFinder
{
    private readonly DependencyGraph _graph;
    private readonly int[] _index; // the order of discovery, from 1; 0 is undiscovered
    private readonly int[] _low;
    private readonly bool[] _isOpen;
    private readonly Stack<int> _open = [];
    private readonly Stack<(int Node, int NextNeed)> _walk = [];
    private readonly List<HashSet<SchemaObject>> _loops = [];
    private int _discovered;

    private LoopFinder(DependencyGraph graph)
    {
        _graph = graph;
        (_index, _low, _isOpen) = (new int[graph.Nodes.Count], new int[graph.Nodes.Count], new bool[graph.Nodes.Count]);
    }

    public static IReadOnlyList<HashSet<SchemaObject>> Find(DependencyGraph graph)
    {
        var finder = new LoopFinder(graph);
        for (var node = 0; node < graph.Nodes.Count; node++)
        {
            if (finder._index[node] == 0)
                finder.WalkFrom(node);
        }

        return finder._loops;
    }

    private void WalkFrom(int root)
    {
        Enter(root);
        while (_walk.TryPop(out var step))
        {
            var (node, next) = step;
            var needs = _graph.Needs(node);
            if (next < needs.Length)
            {
                _walk.Push((node, next + 1));
                var needed = needs[next];
                if (_index[needed] == 0)
                    Enter(needed);
                else if (_isOpen[needed])
                    _low[node] = Math.Min(_low[node], _index[needed]);
                continue;
            }

            if (_walk.TryPeek(out var parent))
                _low[parent.Node] = Math.Min(_low[parent.Node], _low[node]);
            if (_low[node] == _index[node])
                Close(node);
        }
    }

    private void Enter(int node)
    {
        _index[node] = _low[node] = ++_discovered;
        _isOpen[node] = true;
        _open.Push(node);
        _walk.Push((node, 0));
    }

    private void Close(int node)
    {
        HashSet<SchemaObject>? group = null;
        int member;
        do
        {
            member = _open.Pop();
            _isOpen[member] = false;
            if (member != node || group is not null)
                (group ??= []).Add(_graph.Nodes[member]);
        }
        while (member != node);
        if (group is not null)
            _loops.Add(group);
    }
}
