namespace PgBackup.Schema;

/// <summary>The objects to write and what each waits for, with inline children counted as part of their container.</summary>
internal sealed class DependencyGraph
{
    private readonly List<SchemaObject> _nodes = [];
    private readonly HashSet<SchemaObject> _all;
    private readonly Dictionary<SchemaObject, List<SchemaObject>> _children = [];

    public DependencyGraph(IEnumerable<SchemaObject> objects)
    {
        _all = [.. objects];
        foreach (var item in _all)
        {
            if (ContainerOf(item) is { } container)
            {
                if (!_children.TryGetValue(container, out var children))
                    _children.Add(container, children = []);
                children.Add(item);
            }
            else
            {
                _nodes.Add(item);
            }
        }
    }

    /// <summary>Gets the objects that are written on their own.</summary>
    public IReadOnlyList<SchemaObject> Nodes => _nodes;

    public IReadOnlyList<SchemaObject> InlineChildren(SchemaObject node) => _children.TryGetValue(node, out var children) ? children : [];

    /// <summary>Lists the nodes that <paramref name="node"/> waits for, through itself and its inline children. May repeat some.</summary>
    public IEnumerable<SchemaObject> Needs(SchemaObject node)
    {
        foreach (var needed in NeedsOf(node, node))
            yield return needed;
        foreach (var child in InlineChildren(node))
        {
            foreach (var needed in NeedsOf(child, node))
                yield return needed;
        }
    }

    /// <summary>Lists the nodes that <paramref name="item"/> itself (a node or an inline child of <paramref name="node"/>) waits for.</summary>
    public IEnumerable<SchemaObject> NeedsOf(SchemaObject item, SchemaObject node)
    {
        foreach (var needed in item.Dependencies)
        {
            var target = ContainerOf(needed) ?? needed;
            if (!ReferenceEquals(target, node) && _all.Contains(target))
                yield return target;
        }
    }

    /// <summary>Finds the groups of nodes that wait for each other in a ring (strongly connected components of more than one).</summary>
    /// <remarks>Tarjan's algorithm, without recursion: chains of views can be deeper than a stack.</remarks>
    public List<HashSet<SchemaObject>> FindLoops()
    {
        var loops = new List<HashSet<SchemaObject>>();
        var state = new Dictionary<SchemaObject, (int Index, int Low)>(_nodes.Count);
        var onStack = new HashSet<SchemaObject>();
        var stack = new Stack<SchemaObject>();
        var walk = new Stack<(SchemaObject Node, IEnumerator<SchemaObject> Needs)>();
        foreach (var root in _nodes)
        {
            if (state.ContainsKey(root))
                continue;
            Enter(root);
            while (walk.Count > 0)
            {
                var (node, needs) = walk.Peek();
                if (needs.MoveNext())
                {
                    var needed = needs.Current;
                    if (!state.TryGetValue(needed, out var seen))
                        Enter(needed);
                    else if (onStack.Contains(needed))
                        state[node] = state[node] with { Low = Math.Min(state[node].Low, seen.Index) };
                    continue;
                }

                needs.Dispose();
                walk.Pop();
                if (walk.Count > 0)
                {
                    var parent = walk.Peek().Node;
                    state[parent] = state[parent] with { Low = Math.Min(state[parent].Low, state[node].Low) };
                }

                if (state[node].Low != state[node].Index)
                    continue;
                var group = new HashSet<SchemaObject>();
                SchemaObject member;
                do
                {
                    member = stack.Pop();
                    onStack.Remove(member);
                    group.Add(member);
                }
                while (!ReferenceEquals(member, node));
                if (group.Count > 1)
                    loops.Add(group);
            }
        }

        return loops;

        void Enter(SchemaObject node)
        {
            state.Add(node, (state.Count, state.Count));
            stack.Push(node);
            onStack.Add(node);
            walk.Push((node, Needs(node).GetEnumerator()));
        }
    }

    private SchemaObject? ContainerOf(SchemaObject item) => item.InlineIn is { } container && _all.Contains(container) ? container : null;
}
