namespace PgBackup.Schema;

/// <summary>Reads foreign keys.</summary>
internal sealed class ForeignKeyReader : IObjectReader
{
    private const string Query = """
        SELECT con.oid, con.conname, con.conrelid, con.confrelid, con.conindid, con.convalidated, c.relkind,
               pg_catalog.pg_get_constraintdef(con.oid) AS definition
        FROM pg_catalog.pg_constraint con
        JOIN pg_catalog.pg_class c ON c.oid = con.conrelid
        JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
        WHERE con.contype = 'f' AND con.conparentid = 0
          AND n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'
        """;

    public async Task ReadAsync(CatalogQuery query, CancellationToken cancellationToken)
    {
        var attachments = query.Catalog.Objects.OfType<IndexAttach>().ToLookup(attach => attach.ParentIndex);
        await query.ForEachAsync(
            Query,
            row =>
            {
                if (query.Catalog.Find<Relation>(CatalogOid.Relation, row.Oid("conrelid")) is not { } table)
                    return;

                var foreignKey = new ForeignKey(table)
                {
                    Address = new ObjectAddress(CatalogOid.Constraint, row.Oid("oid")),
                    Name = row.Text("conname"),
                    Definition = row.Text("definition"),
                    ReferencedTable = query.Catalog.Find<Relation>(CatalogOid.Relation, row.Oid("confrelid")),
                    IsPartitioned = row.Char("relkind") == 'p',
                    IsValidated = row.Bool("convalidated"),
                };
                DependOnAttachments(foreignKey, row.Oid("conindid"), attachments);
                query.Catalog.Add(foreignKey);
            },
            cancellationToken).ConfigureAwait(false);
    }

    // The key of a partitioned table can be referenced once the indexes of all partitions are attached to it.
    private static void DependOnAttachments(ForeignKey foreignKey, uint index, ILookup<uint, IndexAttach> attachments)
    {
        foreach (var attach in attachments[index])
        {
            foreignKey.Dependencies.Add(attach);
            DependOnAttachments(foreignKey, attach.ChildIndex, attachments);
        }
    }
}
