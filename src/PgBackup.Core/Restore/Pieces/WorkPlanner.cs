using PgBackup.Formats;
using PgBackup.Schema;

namespace PgBackup.Restore;

/// <summary>Divides the work of a restore in pieces: what comes first, what can be done at the same time, what comes then, and what must be
/// one transaction at the end.</summary>
internal sealed class WorkPlanner
{
    // What changes objects that were there before cannot be undone by a drop; event triggers would fire for what is still to be done.
    private static readonly HashSet<string> LastKinds =
    [
        ObjectKind.Acl.Name(), ObjectKind.DefaultAcl.Name(), ObjectKind.EventTrigger.Name(), ObjectKind.MaterializedViewData.Name(),
        ObjectKind.DatabaseProperties.Name(), ObjectKind.RoleSettings.Name(),
    ];

    private readonly RestoreContext _context;
    private readonly ContentReader _content;
    private readonly Dictionary<int, BackupEntry> _byId;
    private readonly Dictionary<int, HashSet<int>> _parents = [];
    private readonly Dictionary<int, long> _bytes = [];
    private readonly Dictionary<int, WorkNode> _nodes = [];
    private readonly Dictionary<int, WorkNode> _loads = [];
    private readonly List<WorkNode> _loadsOfPartitions = [];

    private WorkPlanner(RestoreContext context)
    {
        _context = context;
        _content = new ContentReader(context.Artifact, context.Format);
        _byId = context.Work.ToDictionary(e => e.Id);
    }

    /// <summary>Gets what is done first, in order: definitions.</summary>
    public List<BackupEntry> First { get; } = [];

    /// <summary>Gets what workers share: rows, indexes and keys.</summary>
    public IReadOnlyCollection<WorkNode> Shared => _nodes.Values;

    /// <summary>Gets what follows, in order.</summary>
    public List<BackupEntry> Then { get; } = [];

    /// <summary>Gets what completes the restore, in order and in one transaction.</summary>
    public List<BackupEntry> Last { get; } = [];

    public static async Task<WorkPlanner> PlanAsync(RestoreContext context, CancellationToken cancellationToken)
    {
        var planner = new WorkPlanner(context);
        await planner.PlanAsync(cancellationToken).ConfigureAwait(false);
        return planner;
    }

    private async Task PlanAsync(CancellationToken cancellationToken)
    {
        foreach (var entry in _context.Work)
        {
            if (entry.Table is { } table && entry.Relation is { } relation)
                _bytes[relation] = table.Bytes;
            FindParents(entry);
        }

        foreach (var entry in _context.Work)
        {
            if (IsLast(entry))
                Last.Add(entry);
            else if (entry.Table is not null)
                AddLoad(entry);
            else if (await CanBeSharedAsync(entry, cancellationToken).ConfigureAwait(false))
                AddIndex(entry);
            else if (entry.Section is BackupSection.Roles or BackupSection.PreData)
                First.Add(entry);
            else
                Then.Add(entry);
        }
    }

    // A table that inherits, or is a partition, may have its parents locked with it.
    private void FindParents(BackupEntry entry)
    {
        if (entry.Kind == ObjectKind.Table.Name())
            Add(entry.Id, entry.Dependencies);
        else if (entry.Kind == ObjectKind.TableAttach.Name() && entry.Relation is { } partition)
            Add(partition, entry.Dependencies.Where(d => d != partition));

        void Add(int table, IEnumerable<int> needed)
        {
            if (!_parents.TryGetValue(table, out var parents))
                _parents.Add(table, parents = []);
            parents.UnionWith(needed.Where(n => _byId.TryGetValue(n, out var other) && other.Kind == ObjectKind.Table.Name()));
        }
    }

    private bool IsLast(BackupEntry entry) => LastKinds.Contains(entry.Kind)
        && !(entry.Kind == ObjectKind.Acl.Name() && entry.Dependencies.Any(_byId.ContainsKey));

    private void AddLoad(BackupEntry entry)
    {
        var node = new WorkNode
        {
            Entry = entry,
            Weight = 2 * entry.Table!.Bytes,
            Needs = [],
            Exclusive = null,
            Shared = WithParents(entry.Relation),
        };
        _nodes.Add(entry.Id, node);
        // Rows that find their places themselves may come into any partition.
        if (entry.Table.LoadThrough is not null)
            _loadsOfPartitions.Add(node);
        else if (entry.Relation is { } relation)
            _loads[relation] = node;
    }

    private async Task<bool> CanBeSharedAsync(BackupEntry entry, CancellationToken cancellationToken)
    {
        if (entry.Section != BackupSection.PostData || entry.Relation is not { } table)
            return false;
        if (!_byId.TryGetValue(table, out var relation) || relation.Section == BackupSection.PostData)
            return false;
        // What it needs of those behind the data must be shared as well: the others come later.
        if (entry.Dependencies.Any(d => _byId.TryGetValue(d, out var needed) && needed.Section == BackupSection.PostData && !_nodes.ContainsKey(d)))
            return false;
        if (entry.Kind == ObjectKind.Index.Name())
            return true;
        if (entry.Kind != ObjectKind.Constraint.Name() || entry.Statements.Count == 0)
            return false;
        // Others work at partitions or heirs as well.
        var definition = await _content.ReadStatementAsync(entry.Statements[0], cancellationToken).ConfigureAwait(false);
        return definition.StartsWith("ALTER TABLE ONLY ", StringComparison.Ordinal);
    }

    private void AddIndex(BackupEntry entry)
    {
        var table = entry.Relation!.Value;
        var needs = entry.Dependencies.Select(_nodes.GetValueOrDefault).OfType<WorkNode>().Concat(_loadsOfPartitions);
        if (_loads.TryGetValue(table, out var load))
            needs = needs.Append(load);
        // One statement of an index leaves the table to others; what follows it, or adds a key, does not.
        var isAlone = entry.Kind == ObjectKind.Constraint.Name() || entry.Statements.Count > 1;
        _nodes.Add(entry.Id, new WorkNode
        {
            Entry = entry,
            Weight = _bytes.GetValueOrDefault(table),
            Needs = [.. needs.Distinct()],
            Exclusive = isAlone ? table : null,
            Shared = isAlone ? [.. WithParents(table).Where(t => t != table)] : WithParents(table),
        });
    }

    private HashSet<int> WithParents(int? table)
    {
        var all = new HashSet<int>();
        if (table is not { } first)
            return all;
        var waiting = new Stack<int>([first]);
        while (waiting.TryPop(out var next))
        {
            if (!all.Add(next))
                continue;
            foreach (var parent in _parents.GetValueOrDefault(next) ?? [])
                waiting.Push(parent);
        }

        return all;
    }
}
