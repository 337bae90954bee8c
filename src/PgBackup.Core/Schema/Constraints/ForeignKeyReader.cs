namespace PgBackup.Schema;

/// <summary>Reads foreign keys. Partitions inherit those of partitioned tables; only where an inherited one has a name or a validity of its
/// own does it need a definition of its own, which the partitioned table's then finds and adopts.</summary>
internal sealed class ForeignKeyReader : IObjectReader
{
    // Under a foreign key to a partitioned table there also are ones of the same table to each partition: they are the server's matter.
    private const string Query = """
        SELECT con.oid, con.conname, con.conrelid, con.confrelid, con.conindid, con.convalidated, con.conparentid, c.relkind,
               pg_catalog.pg_get_constraintdef(con.oid) AS definition
        FROM pg_catalog.pg_constraint con
        JOIN pg_catalog.pg_class c ON c.oid = con.conrelid
        JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
        LEFT JOIN pg_catalog.pg_constraint parent ON parent.oid = con.conparentid
        WHERE con.contype = 'f' AND n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'
          AND (con.conparentid = 0
               OR con.conrelid <> parent.conrelid AND (con.conname <> parent.conname OR con.convalidated AND NOT parent.convalidated))
        """;

    // All partitioned tables' foreign keys above those of the first query.
    private const string AncestorQuery = """
        WITH RECURSIVE inherited (oid, ancestor) AS (
            SELECT con.oid, con.conparentid
            FROM pg_catalog.pg_constraint con
            JOIN pg_catalog.pg_constraint parent ON parent.oid = con.conparentid
            WHERE con.contype = 'f' AND con.conrelid <> parent.conrelid
              AND (con.conname <> parent.conname OR con.convalidated AND NOT parent.convalidated)
            UNION ALL
            SELECT inherited.oid, con.conparentid
            FROM inherited
            JOIN pg_catalog.pg_constraint con ON con.oid = inherited.ancestor
            WHERE con.conparentid <> 0
        )
        SELECT inherited.oid, inherited.ancestor FROM inherited
        """;

    public async Task ReadAsync(CatalogQuery query, CancellationToken cancellationToken)
    {
        ILookup<uint, IndexAttach>? attachments = null;
        var inherited = new Dictionary<uint, ForeignKey>();
        await query.ForEachAsync(
            Query,
            row =>
            {
                if (query.Catalog.Find<Relation>(CatalogOid.Relation, row.Oid("conrelid")) is not { } table)
                    return;

                attachments ??= query.Catalog.Objects.OfType<IndexAttach>().ToLookup(attach => attach.ParentIndex);
                var foreignKey = Read(row, table, query.Catalog);
                DependOnIndex(foreignKey, row.Oid("conindid"), query.Catalog, attachments);
                if (row.Oid("conparentid") == 0)
                {
                    query.Catalog.Add(foreignKey);
                }
                else
                {
                    // Not by its address: pg_depend would have it wait for the one that is to adopt it.
                    inherited.Add(foreignKey.Address.ObjectId, foreignKey);
                    query.Catalog.AddUnaddressed(foreignKey);
                }
            },
            cancellationToken).ConfigureAwait(false);

        await query.ForEachAsync(
            AncestorQuery,
            row =>
            {
                if (inherited.TryGetValue(row.Oid("oid"), out var partition))
                    LetAdopt(row.Oid("ancestor"), partition, query.Catalog, inherited);
            },
            cancellationToken).ConfigureAwait(false);
    }

    private static ForeignKey Read(CatalogRow row, Relation table, Catalog catalog) => new(table)
    {
        Address = new ObjectAddress(CatalogOid.Constraint, row.Oid("oid")),
        Name = row.Text("conname"),
        Definition = row.Text("definition"),
        ReferencedTable = catalog.Find<Relation>(CatalogOid.Relation, row.Oid("confrelid")),
        IsPartitioned = row.Char("relkind") == 'p',
        IsValidated = row.Bool("convalidated"),
    };

    // The key of a partitioned table can be referenced once the indexes of all partitions are attached to it.
    private static void DependOnIndex(ForeignKey foreignKey, uint index, Catalog catalog, ILookup<uint, IndexAttach> attachments)
    {
        if (catalog.Find(new ObjectAddress(CatalogOid.Relation, index)) is { } key)
            foreignKey.Dependencies.Add(key);
        foreach (var attach in attachments[index])
        {
            foreignKey.Dependencies.Add(attach);
            DependOnIndex(foreignKey, attach.ChildIndex, catalog, attachments);
        }
    }

    private static void LetAdopt(uint ancestor, ForeignKey partition, Catalog catalog, Dictionary<uint, ForeignKey> inherited)
    {
        if (inherited.TryGetValue(ancestor, out var own))
        {
            own.Dependencies.Add(partition);
        }
        else if (catalog.Find<ForeignKey>(CatalogOid.Constraint, ancestor) is { } origin)
        {
            origin.Dependencies.Add(partition);
            origin.Adopted.Add(partition);
            catalog.AddAlias(partition.Address, origin);
        }
    }
}
