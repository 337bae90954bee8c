namespace PgBackup.Schema;

/// <summary>Breaks rings of objects that wait for each other, in the ways that PostgreSQL's DDL allows.</summary>
internal sealed class LoopBreaker(ICollection<SchemaObject> objects, List<string> warnings)
{
    /// <summary>Breaks one ring at one place at least.</summary>
    public void Break(HashSet<SchemaObject> loop, DependencyGraph graph)
    {
        if (UseShellTypes(loop) || SeparateChildren(loop, graph) || SplitViews(loop))
            return;

        // No DDL is known that could make these. Leaving one edge out gives each object a chance: function bodies are not checked when
        // made.
        var weakest = loop.OrderBy(o => o.Kind is ObjectKind.Function or ObjectKind.Procedure ? 0 : 1).ThenBy(o => o.Kind)
            .ThenBy(o => o.Identity, StringComparer.Ordinal)
            .First();
        warnings.Add($"{string.Join(", ", loop.Select(o => o.Identity).Order(StringComparer.Ordinal))} depend on each other in a ring "
            + $"that could not be resolved; {weakest.Identity} is written first.");
        weakest.Dependencies.ExceptWith(loop);
        foreach (var child in graph.InlineChildren(weakest))
            child.Dependencies.ExceptWith(loop);
    }

    // A base type's input function takes or returns the type: both refer to a shell that only names it.
    private bool UseShellTypes(HashSet<SchemaObject> loop)
    {
        var used = false;
        foreach (var type in loop.Where(o => o.Shell is not null).ToList())
        {
            var shell = type.Shell!;
            foreach (var function in type.Dependencies.Where(d => loop.Contains(d) && d.Dependencies.Contains(type)))
            {
                function.Dependencies.Remove(type);
                function.Dependencies.Add(shell);
                used = true;
            }

            if (used && type.Dependencies.Add(shell) && !objects.Contains(shell))
            {
                shell.Section = shell.Kind.Section();
                objects.Add(shell);
            }
        }

        return used;
    }

    // A default or check that reaches back into the ring is added when its table is there.
    private static bool SeparateChildren(HashSet<SchemaObject> loop, DependencyGraph graph)
    {
        var separated = false;
        foreach (var container in loop)
        {
            foreach (var child in graph.InlineChildren(container))
            {
                if (child.CanStandAlone && graph.NeedsOf(child, container).Any(loop.Contains))
                {
                    Separate(child, container);
                    separated = true;
                }
            }
        }

        return separated;
    }

    /// <summary>Makes an inline child an object of its own, behind its container.</summary>
    public static void Separate(SchemaObject child, SchemaObject container)
    {
        child.InlineIn = null;
        child.Dependencies.Add(container);
    }

    private bool SplitViews(HashSet<SchemaObject> loop)
    {
        // One view is enough to open a ring; which one must not depend on the order of hashing.
        foreach (var view in loop.OrderBy(o => o.Identity, StringComparer.Ordinal))
        {
            if (Split(view))
                return true;
        }

        return false;
    }

    /// <summary>Splits a view into a provisional one and its real definition; false where it has no such form.</summary>
    public bool Split(SchemaObject view)
    {
        if (view.SplitForLoop() is not { } definition)
            return false;
        definition.Section = view.Section;
        definition.Dependencies.UnionWith(view.Dependencies);
        definition.Dependencies.Add(view);
        view.Dependencies.RemoveWhere(d => !IsNeededByColumns(view, d));
        objects.Add(definition);
        return true;
    }

    private static bool IsNeededByColumns(SchemaObject view, SchemaObject needed) =>
        needed.Kind is ObjectKind.Schema or ObjectKind.Extension or ObjectKind.Type or ObjectKind.ShellType or ObjectKind.Domain
            or ObjectKind.Collation
        || (needed is Relation relation && view is Relation { Columns: var columns }
            && columns.Exists(c => c.Type == relation.QualifiedName || c.Type == relation.QualifiedName + "[]"));
}
