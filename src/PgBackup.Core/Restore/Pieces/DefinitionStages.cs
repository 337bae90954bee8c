using System.Text;
using PgBackup.Schema;

namespace PgBackup.Restore;

/// <summary>Divides the definitions that a restore begins with: tables and sequences that follow each other in great number are shared by
/// workers, and all else keeps its place before or behind them.</summary>
/// <remarks>What the statements of tables and sequences need of each other stands in their dependencies; of other kinds, such as
/// functions, an order that just happens to be right may be needed as well.</remarks>
internal static class DefinitionStages
{
    /// <summary>How many there must be, to be worth another connection.</summary>
    public const int SharedFrom = 200;

    // The server names a table's array type after it, with an underscore before it, and cuts off what is too long: two sessions could
    // choose one name.
    private const int LongName = 62;

    private static readonly HashSet<string> SharedKinds =
    [
        ObjectKind.Table.Name(), ObjectKind.Sequence.Name(), ObjectKind.SequenceOwnedBy.Name(), ObjectKind.Default.Name(),
    ];

    private static readonly HashSet<string> RelationKinds =
    [
        ObjectKind.Table.Name(), ObjectKind.Sequence.Name(), ObjectKind.ForeignTable.Name(), ObjectKind.View.Name(),
        ObjectKind.MaterializedView.Name(),
    ];

    /// <summary>Divides definitions.</summary>
    /// <param name="entries">The definitions, in order.</param>
    /// <param name="byId">All that is restored.</param>
    public static IReadOnlyList<DefinitionStage> Divide(IReadOnlyList<BackupEntry> entries, IReadOnlyDictionary<int, BackupEntry> byId)
    {
        var stages = new List<DefinitionStage>();
        var inOrder = new List<BackupEntry>();
        for (var i = 0; i < entries.Count;)
        {
            var end = i;
            while (end < entries.Count && CanBeShared(entries[end], byId))
                end++;
            if (end - i < SharedFrom)
            {
                end = Math.Max(end, i + 1);
                inOrder.AddRange(entries.Skip(i).Take(end - i));
            }
            else
            {
                Close();
                stages.Add(new DefinitionStage([], Share(entries.Skip(i).Take(end - i), byId)));
            }

            i = end;
        }

        Close();
        return stages;

        void Close()
        {
            if (inOrder.Count > 0)
                stages.Add(new DefinitionStage(inOrder, []));
            inOrder = [];
        }
    }

    private static bool CanBeShared(BackupEntry entry, IReadOnlyDictionary<int, BackupEntry> byId) =>
        SharedKinds.Contains(entry.Kind)
        && IsPlain(entry.Name) && (entry.Relation is not { } relation || !byId.TryGetValue(relation, out var table) || IsPlain(table.Name));

    private static bool IsPlain(string name) => !name.StartsWith('_') && Encoding.UTF8.GetByteCount(name) < LongName;

    private static List<WorkNode> Share(IEnumerable<BackupEntry> entries, IReadOnlyDictionary<int, BackupEntry> byId)
    {
        var nodes = new List<WorkNode>();
        var made = new Dictionary<int, WorkNode>();
        foreach (var entry in entries)
        {
            // Parents, and what a sequence belongs to, are locked as well.
            var others = (entry.Relation is { } relation ? entry.Dependencies.Append(relation) : entry.Dependencies).Distinct()
                .Where(d => byId.TryGetValue(d, out var needed) && RelationKinds.Contains(needed.Kind)).ToList();
            var node = new WorkNode
            {
                Entry = entry,
                Weight = 0,
                Needs = [.. others.Select(made.GetValueOrDefault).OfType<WorkNode>()],
                Locks = new TableLocks().Add(entry.Id, TableLock.AccessExclusive).Add(others, TableLock.AccessExclusive),
                Run = static (worker, entry, token) => worker.RunAsync(entry, token),
            };
            nodes.Add(node);
            made.Add(entry.Id, node);
        }

        return nodes;
    }
}
