namespace PgBackup.Schema;

/// <summary>The objects to write and what each waits for, with inline children counted as part of their container.</summary>
/// <remarks>Nodes are known by their number, and what they wait for is resolved once: there can be a hundred thousand of them.</remarks>
internal sealed class DependencyGraph
{
    private static readonly List<SchemaObject> NoChildren = [];

    private readonly List<SchemaObject> _nodes = [];
    private readonly Dictionary<SchemaObject, int> _numbers; // of the node that an object is, or is written in
    private readonly Dictionary<SchemaObject, List<SchemaObject>> _children = [];
    private readonly int[][] _needs;

    public DependencyGraph(IReadOnlyCollection<SchemaObject> objects)
    {
        _numbers = new Dictionary<SchemaObject, int>(objects.Count);
        foreach (var item in objects.Where(o => o.InlineIn is null))
            AddNode(item);
        foreach (var item in objects.Where(o => o.InlineIn is not null))
        {
            if (!_numbers.TryGetValue(item.InlineIn!, out var container))
            {
                AddNode(item);
                continue;
            }

            _numbers.Add(item, container);
            if (!_children.TryGetValue(item.InlineIn!, out var children))
                _children.Add(item.InlineIn!, children = []);
            children.Add(item);
        }

        _needs = new int[_nodes.Count][];
        var needed = new HashSet<int>();
        for (var node = 0; node < _needs.Length; node++)
            _needs[node] = Resolve(node, needed);
    }

    /// <summary>Gets the objects that are written on their own; their place is their number.</summary>
    public IReadOnlyList<SchemaObject> Nodes => _nodes;

    public IReadOnlyList<SchemaObject> InlineChildren(SchemaObject node) => ChildrenOf(node);

    /// <summary>Gets the numbers of the nodes that a node waits for, through itself and its inline children.</summary>
    public ReadOnlySpan<int> Needs(int node) => _needs[node];

    /// <summary>Lists the nodes that <paramref name="node"/> waits for, through itself and its inline children.</summary>
    public IEnumerable<SchemaObject> Needs(SchemaObject node) => _needs[_numbers[node]].Select(n => _nodes[n]);

    /// <summary>Lists the nodes that <paramref name="item"/> itself (a node or an inline child of <paramref name="node"/>) waits
    /// for.</summary>
    public IEnumerable<SchemaObject> NeedsOf(SchemaObject item, SchemaObject node)
    {
        foreach (var needed in item.Dependencies)
        {
            if (_numbers.TryGetValue(needed, out var number) && !ReferenceEquals(_nodes[number], node))
                yield return _nodes[number];
        }
    }

    private void AddNode(SchemaObject item)
    {
        if (_numbers.TryAdd(item, _nodes.Count))
            _nodes.Add(item);
    }

    private List<SchemaObject> ChildrenOf(SchemaObject node) => _children.TryGetValue(node, out var children) ? children : NoChildren;

    private int[] Resolve(int node, HashSet<int> needed)
    {
        needed.Clear();
        Collect(_nodes[node]);
        foreach (var child in ChildrenOf(_nodes[node]))
            Collect(child);
        needed.Remove(node);
        return needed.Count == 0 ? [] : [.. needed];

        void Collect(SchemaObject item)
        {
            foreach (var other in item.Dependencies)
            {
                if (_numbers.TryGetValue(other, out var number))
                    needed.Add(number);
            }
        }
    }
}
