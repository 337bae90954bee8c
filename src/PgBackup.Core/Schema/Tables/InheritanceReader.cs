namespace PgBackup.Schema;

/// <summary>Reads which table inherits from which, or is a partition of which.</summary>
internal sealed class InheritanceReader : IObjectReader
{
    // pg_inherits, the catalog that an attachment is a row of.
    private const uint InheritsCatalog = 2611;

    private const string Parents = """
        SELECT i.inhrelid, i.inhparent
        FROM pg_catalog.pg_inherits i
        JOIN pg_catalog.pg_class c ON c.oid = i.inhrelid
        WHERE c.relkind IN ('r', 'p', 'f')
        ORDER BY i.inhrelid, i.inhseqno
        """;

    public async Task ReadAsync(CatalogQuery query, CancellationToken cancellationToken)
    {
        var attachments = new Dictionary<Table, TableAttach>();
        await query.ForEachAsync(
            Parents,
            row =>
            {
                if (query.Catalog.Find<Table>(CatalogOid.Relation, row.Oid("inhrelid")) is { } child
                    && query.Catalog.Find<Table>(CatalogOid.Relation, row.Oid("inhparent")) is { } parent)
                {
                    child.Parents.Add(parent);
                    child.Dependencies.Add(parent);
                    if (child.IsPartition)
                        attachments.Add(child, Attach(child, parent));
                }
            },
            cancellationToken).ConfigureAwait(false);

        foreach (var attach in attachments.Values)
        {
            // From the root downwards: the server hands an identity to the table that is attached, not to the partitions below it.
            if (attachments.TryGetValue(attach.Parent, out var above))
                attach.Dependencies.Add(above);
            query.Catalog.AddUnaddressed(attach);
        }
    }

    private static TableAttach Attach(Table child, Table parent)
    {
        var attach = new TableAttach
        {
            Address = new ObjectAddress(InheritsCatalog, child.Address.ObjectId),
            Schema = child.Schema,
            Name = child.Name,
            Relation = child,
            Parent = parent,
            Partition = child,
        };
        attach.Dependencies.UnionWith([child, parent]);
        return attach;
    }
}
