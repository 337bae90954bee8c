namespace PgBackup.Schema;

/// <summary>Lets partitions whose NOT NULL is inherited under a name of its own wait for the parent's, where that one is added behind the
/// data for not being valid; and lets what is made on the whole tree wait for them.</summary>
/// <remarks>Reads nothing from the server.</remarks>
internal sealed class LateAttachReader : IObjectReader
{
    public async Task ReadAsync(CatalogQuery query, CancellationToken cancellationToken)
    {
        await query.WaitForTurnAsync().ConfigureAwait(false);
        var objects = query.Catalog.Objects;
        var late = objects.OfType<TableAttach>()
            .Where(a => a.Partition.Columns.Exists(c => c.NotNull is { IsLocalUntilAttached: true })).ToList();
        if (late.Count == 0)
            return;

        var constraints = objects.OfType<NotNullConstraint>().ToDictionary(c => c.Column);
        var children = objects.OfType<TableAttach>().ToLookup(a => a.Parent, a => a.Partition);
        var parts = objects.OfType<RelationPart>()
            .Where(p => p is not NotNullConstraint && p.InlineIn is null && p.Section == BackupSection.PostData).ToLookup(p => p.Table);
        foreach (var attach in late)
        {
            WaitForNotNull(attach, constraints);
            foreach (var part in Tree(attach, children).SelectMany(t => parts[t]))
                part.Dependencies.Add(attach);
        }
    }

    private static void WaitForNotNull(TableAttach attach, Dictionary<Column, NotNullConstraint> constraints)
    {
        foreach (var column in attach.Partition.Columns.Where(c => c.NotNull is { IsLocalUntilAttached: true }))
        {
            if (constraints.TryGetValue(column, out var own) && own.InlineIn is null)
                attach.Dependencies.Add(own);
            if (attach.Parent.FindColumn(column.Name) is { } above && constraints.TryGetValue(above, out var inherited))
                attach.Dependencies.Add(inherited);
        }
    }

    // The tables above, which an index or a trigger comes from, and those below.
    private static IEnumerable<Relation> Tree(TableAttach attach, ILookup<Table, Table> children)
    {
        for (var table = attach.Parent; table is not null; table = table.Parents.FirstOrDefault())
            yield return table;
        var waiting = new Queue<Table>([attach.Partition]);
        while (waiting.TryDequeue(out var table))
        {
            yield return table;
            foreach (var child in children[table])
                waiting.Enqueue(child);
        }
    }
}
