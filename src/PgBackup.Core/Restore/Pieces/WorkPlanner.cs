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
    private readonly Dictionary<int, BackupEntry> _byId;
    private readonly TableFamilies _families;
    private readonly SharedWork _shared;
    private readonly List<BackupEntry> _first = [];

    private WorkPlanner(RestoreContext context)
    {
        _context = context;
        _byId = context.Work.ToDictionary(e => e.Id);
        _families = new TableFamilies(_byId);
        _shared = new SharedWork(context, _families);
    }

    /// <summary>Gets what is done first, one stage after another: definitions.</summary>
    public IReadOnlyList<DefinitionStage> First => field ??= DefinitionStages.Divide(_first, _byId);

    /// <summary>Gets what workers share: rows, indexes and keys.</summary>
    public IReadOnlyCollection<WorkNode> Shared => _shared.Nodes;

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
            if (IsLast(entry))
                Last.Add(entry);
            else if (entry.Table is not null)
                _shared.AddLoad(entry);
            else if (await TryShareAsync(entry, cancellationToken).ConfigureAwait(false))
                continue;
            else if (entry.Section is BackupSection.Roles or BackupSection.PreData)
                _first.Add(entry);
            else
                Then.Add(entry);
        }
    }

    private bool IsLast(BackupEntry entry) => LastKinds.Contains(entry.Kind)
        && !(entry.Kind == ObjectKind.Acl.Name() && entry.Dependencies.Any(_byId.ContainsKey));

    private async Task<bool> TryShareAsync(BackupEntry entry, CancellationToken cancellationToken)
    {
        if (entry.Section != BackupSection.PostData || entry.Relation is not { } table)
            return false;
        if (!_byId.TryGetValue(table, out var relation) || relation.Section == BackupSection.PostData)
            return false;
        // What it needs of those behind the data must be shared as well: the others come later.
        if (entry.Dependencies.Any(
            d => _byId.TryGetValue(d, out var needed) && needed.Section == BackupSection.PostData && !_shared.Contains(d)))
            return false;
        var isKey = entry.Kind == ObjectKind.Constraint.Name();
        var isForeignKey = entry.Kind == ObjectKind.ForeignKey.Name();
        if (entry.Kind != ObjectKind.Index.Name() && !isKey && !isForeignKey)
            return false;
        if ((isKey || isForeignKey) && !await IsOfOneTableAsync(entry, cancellationToken).ConfigureAwait(false))
            return false;
        if (!isForeignKey)
            _shared.AddIndex(entry, isKey);
        else if (FindReferenced(entry, table) is { } referenced && _families.IsAlone(table) && _families.IsAlone(referenced))
            _shared.AddForeignKey(entry, relation, referenced);
        else
            return false;
        return true;
    }

    // Others work at partitions or heirs as well.
    private async Task<bool> IsOfOneTableAsync(BackupEntry entry, CancellationToken cancellationToken)
    {
        if (entry.Statements.Count == 0)
            return false;
        var definition = await _context.Content.ReadStatementAsync(entry.Statements[0], cancellationToken).ConfigureAwait(false);
        return definition.StartsWith("ALTER TABLE ONLY ", StringComparison.Ordinal);
    }

    // A table may refer to itself.
    private int? FindReferenced(BackupEntry key, int table)
    {
        var tables = key.Dependencies.Where(
            d => d != table && _byId.TryGetValue(d, out var needed) && needed.Kind == ObjectKind.Table.Name()).ToList();
        return key.Missing.Count > 0 || tables.Count > 1 ? null : tables.Count == 1 ? tables[0] : table;
    }
}
