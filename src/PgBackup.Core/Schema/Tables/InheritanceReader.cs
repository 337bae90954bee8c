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

    public Task ReadAsync(CatalogQuery query, CancellationToken cancellationToken)
    {
        var catalog = query.Catalog;
        return query.ForEachAsync(
            Parents,
            row =>
            {
                if (catalog.Find<Table>(CatalogOid.Relation, row.Oid("inhrelid")) is { } child
                    && catalog.Find<Table>(CatalogOid.Relation, row.Oid("inhparent")) is { } parent)
                    Join(catalog, child, parent);
            },
            cancellationToken);
    }

    private static void Join(Catalog catalog, Table child, Table parent)
    {
        child.Parents.Add(parent);
        child.Dependencies.Add(parent);
        if (!child.IsPartition)
            return;
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
        catalog.AddUnaddressed(attach);
    }
}
