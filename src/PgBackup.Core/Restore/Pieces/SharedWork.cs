namespace PgBackup.Restore;

/// <summary>The steps of a restore that workers share, each behind those that it needs.</summary>
internal sealed class SharedWork(RestoreContext context, TableFamilies families)
{
    // How much a row weighs, beside its bytes, where an index is made or a foreign key proven; a byte that is loaded weighs 2.
    private const long RowWeight = 60;
    private const int BytesReadPerWeight = 10;

    // To prove a foreign key of no more is less work than a second statement.
    private const long WeightProvenAtOnce = 1024 * 1024;

    private readonly List<WorkNode> _nodes = [];
    private readonly Dictionary<int, WorkNode> _byEntry = [];
    private readonly Dictionary<int, WorkNode> _loads = [];
    private readonly List<WorkNode> _loadsOfPartitions = [];
    private readonly Dictionary<int, List<WorkNode>> _indexes = [];

    public IReadOnlyCollection<WorkNode> Nodes => _nodes;

    public bool Contains(int entry) => _byEntry.ContainsKey(entry);

    /// <summary>Adds the rows of a table, or large objects.</summary>
    public void AddLoad(BackupEntry entry)
    {
        var table = entry.Table!;
        var locks = new TableLocks();
        if (entry.Relation is { } relation)
            locks.Add(relation, TableLock.RowExclusive).Add(families.ParentsOf(relation), TableLock.AccessShare);
        // What is smaller is loaded by one worker, and so in its order.
        var isShared = table.Bytes >= context.Settings.SharedFrom;
        var segments = isShared ? new SharedSegments(table.Segments) : (IEnumerable<int>)table.Segments;
        var node = Add(new WorkNode
        {
            Entry = entry,
            Parts = isShared ? Math.Clamp(table.Segments.Count, 1, context.Settings.Jobs) : 1,
            Weight = 2 * table.Bytes,
            Needs = [],
            Locks = locks,
            Run = (worker, entry, token) => worker.LoadAsync(entry, segments, token),
        });
        // Rows that find their places themselves may come into any partition.
        if (table.LoadThrough is not null)
            _loadsOfPartitions.Add(node);
        else if (entry.Relation is { } loaded)
            _loads[loaded] = node;
    }

    /// <summary>Adds an index or a key.</summary>
    /// <param name="entry">Its entry.</param>
    /// <param name="isKey">Whether it is a constraint as well.</param>
    public void AddIndex(BackupEntry entry, bool isKey)
    {
        var table = entry.Relation!.Value;
        // One statement of an index leaves the table to others; what follows it, or adds a key, does not.
        var mode = isKey || entry.Statements.Count > 1 ? TableLock.AccessExclusive : TableLock.Share;
        if (!_indexes.TryGetValue(table, out var others))
            _indexes.Add(table, others = []);
        others.Add(Add(new WorkNode
        {
            Entry = entry,
            Weight = WeightOfRows(table),
            // What locks each other out anyway has an order, so that the queue knows how long it takes.
            Needs = [.. NeedsOf(entry, table).Union(others.Where(o => o.Locks.IsAlone(table)))],
            Locks = new TableLocks().Add(table, mode).Add(families.ParentsOf(table), TableLock.AccessShare),
            Run = static (worker, entry, token) => worker.RunAsync(entry, token),
        }));
    }

    /// <summary>Adds a foreign key. Where the tables are large it has two steps: it is made without a look at the rows, and then proven
    /// while others read and lock rows of both tables.</summary>
    /// <param name="entry">Its entry.</param>
    /// <param name="of">The table that it belongs to.</param>
    /// <param name="referenced">The table that it refers to.</param>
    public void AddForeignKey(BackupEntry entry, BackupEntry of, int referenced)
    {
        var table = of.Id;
        var indexes = _indexes.GetValueOrDefault(table) ?? [];
        var needs = NeedsOf(entry, table, referenced);
        var locks = new TableLocks().Add(table, TableLock.AccessExclusive).Add(referenced, TableLock.ShareRowExclusive);
        if (WeightOfRows(table) + WeightOfRows(referenced) <= WeightProvenAtOnce)
        {
            Add(new WorkNode
            {
                Entry = entry,
                Weight = WeightOfRows(table),
                Needs = [.. needs.Union(indexes)],
                Locks = locks,
                Run = static (worker, entry, token) => worker.RunAsync(entry, token),
            });
            return;
        }

        var made = Add(new WorkNode
        {
            Entry = entry,
            Weight = 0,
            IsQuick = true,
            Needs = [.. needs],
            Locks = locks,
            Run = static (worker, entry, token) => worker.RunUnprovenAsync(entry, token),
        });
        if (context.Settings.SkipConstraints)
            return;
        _nodes.Add(new WorkNode
        {
            Entry = entry,
            Weight = WeightOfRows(table),
            Needs = [made, .. indexes],
            Locks = new TableLocks().Add(table, TableLock.ShareUpdateExclusive).Add(referenced, TableLock.RowShare),
            Run = (worker, key, token) => worker.ProveAsync(key, of, token),
        });
    }

    private WorkNode Add(WorkNode node)
    {
        _nodes.Add(node);
        _byEntry.Add(node.Entry.Id, node);
        return node;
    }

    private HashSet<WorkNode> NeedsOf(BackupEntry entry, params ReadOnlySpan<int> tables)
    {
        var needs = entry.Dependencies.Select(_byEntry.GetValueOrDefault).OfType<WorkNode>().Concat(_loadsOfPartitions).ToHashSet();
        foreach (var table in tables)
        {
            if (_loads.TryGetValue(table, out var load))
                needs.Add(load);
        }

        return needs;
    }

    private long WeightOfRows(int table) =>
        _loads.GetValueOrDefault(table)?.Entry.Table is { } rows ? (RowWeight * rows.Rows) + (rows.Bytes / BytesReadPerWeight) : 0;
}
