namespace PgBackup.Schema;

/// <summary>Turns sorted objects into entries: definitions with owners, comments and labels, then privileges, refreshes and event
/// triggers.</summary>
internal sealed class EntryBuilder
{
    private readonly Dictionary<SchemaObject, EntryDraft> _byObject = [];
    private readonly List<EntryDraft> _preData = [];
    private readonly List<EntryDraft> _postData = [];
    private readonly List<EntryDraft> _privileges = [];
    private readonly List<EntryDraft> _refreshes = [];
    private readonly List<EntryDraft> _eventTriggers = [];

    /// <summary>Gets the entries of the pre-data section, in order.</summary>
    public IReadOnlyList<EntryDraft> PreData => _preData;

    /// <summary>Gets the entries of the post-data section, in order. Privileges come behind all definitions, since taking one from an owner
    /// could make a later statement fail; refreshes need them; event triggers would fire on all that is made after them.</summary>
    public IEnumerable<EntryDraft> PostData => [.. _postData, .. _privileges, .. _refreshes, .. _eventTriggers];

    /// <summary>Finds the entry that makes an object, or that of the container it is written in.</summary>
    public EntryDraft? Find(SchemaObject item) =>
        _byObject.TryGetValue(item, out var entry) ? entry : item.InlineIn is { } container ? Find(container) : null;

    /// <summary>Builds the entries.</summary>
    /// <param name="sorted">The objects in order, without inline children.</param>
    /// <param name="inlineChildren">The inline children, whose comments come with their containers.</param>
    public void Build(IReadOnlyList<SchemaObject> sorted, IEnumerable<SchemaObject> inlineChildren)
    {
        _byObject.EnsureCapacity(sorted.Count);
        var children = inlineChildren.GroupBy(c => c.InlineIn!).ToDictionary(c => c.Key, c => c.ToArray());
        foreach (var item in sorted)
            AddDefinition(item, children.GetValueOrDefault(item) ?? []);
        foreach (var item in sorted)
            AddPrivileges(item);
        foreach (var view in sorted.OfType<MaterializedView>())
            AddRefresh(view);
    }

    private void AddDefinition(SchemaObject item, SchemaObject[] inlineChildren)
    {
        if (DefinitionDraft.Of(item, inlineChildren) is not { } entry)
            return;
        foreach (var needed in item.Dependencies)
            Connect(entry, needed);
        foreach (var child in inlineChildren)
        {
            foreach (var needed in child.Dependencies)
                Connect(entry, needed);
        }

        entry.Relation = item.Relation is null ? null : Find(item.Relation);
        _byObject.Add(item, entry);
        ListFor(item).Add(entry);
    }

    private List<EntryDraft> ListFor(SchemaObject item) => item.Kind switch
    {
        ObjectKind.EventTrigger => _eventTriggers,
        ObjectKind.Acl => _privileges,
        _ => item.Section == BackupSection.PreData ? _preData : _postData,
    };

    private void AddPrivileges(SchemaObject item)
    {
        if (item is DefaultAcl or SystemPrivileges || !item.Parts.HasFlag(ObjectParts.Privileges) || item.PrivilegeChanges.Count == 0)
            return;
        var entry = new EntryDraft
        {
            Kind = ObjectKind.Acl,
            Schema = item.Schema,
            Name = item.Name,
            Owner = item.Owner,
            Section = BackupSection.PostData,
            Statements = [.. PrivilegeStatements.Write(item.PrivilegeTarget, item.PrivilegeChanges)],
            Source = item,
        };
        Connect(entry, item);
        if (item.Extension is { } extension)
            Connect(entry, extension);
        entry.Relation = item is Relation ? Find(item) : item.Relation is null ? null : Find(item.Relation);
        _privileges.Add(entry);
    }

    private void AddRefresh(MaterializedView view)
    {
        if (!view.IsPopulated || !view.Parts.HasFlag(ObjectParts.Data))
            return;
        var entry = new EntryDraft
        {
            Kind = ObjectKind.MaterializedViewData,
            Schema = view.Schema,
            Name = view.Name,
            Owner = view.Owner,
            Section = BackupSection.PostData,
            Statements = [new EntryStatement(StatementRole.Definition, $"REFRESH MATERIALIZED VIEW {view.QualifiedName}")],
            Source = view,
        };
        Connect(entry, view);

        // What it reads may be another materialized view, behind plain views in between; sorted order puts that one first.
        var reached = Reachable(view);
        foreach (var earlier in _refreshes.Where(r => reached.Contains(r.Source!)))
            entry.Dependencies.Add(earlier);
        entry.Relation = Find(view);
        _refreshes.Add(entry);
    }

    private static HashSet<SchemaObject> Reachable(SchemaObject from)
    {
        var seen = new HashSet<SchemaObject> { from };
        var waiting = new Stack<SchemaObject>(seen);
        while (waiting.TryPop(out var item))
        {
            foreach (var next in item.Dependencies)
            {
                if (seen.Add(next))
                    waiting.Push(next);
            }
        }

        return seen;
    }

    private void Connect(EntryDraft entry, SchemaObject needed)
    {
        // What belongs to an extension comes with it.
        if ((Find(needed) ?? (needed.Extension is { } extension ? Find(extension) : null)) is { } other && other != entry)
            entry.Dependencies.Add(other);
    }
}
