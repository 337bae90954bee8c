namespace PgBackup.Schema;

/// <summary>Reads primary keys, unique and exclusion constraints. Their indexes go by them: what depends on such an index depends on the
/// constraint.</summary>
internal sealed class KeyConstraintReader : IObjectReader
{
    public Task ReadAsync(CatalogQuery query, CancellationToken cancellationToken) => query.ForEachAsync(
        Query,
        row =>
        {
            if (query.Catalog.Find<Relation>(CatalogOid.Relation, row.Oid("indrelid")) is not { } table)
                return;

            var index = IndexProperties.Read(row);
            var parent = row.Bool("indisexclusion")
                ? query.Catalog.Find<TableConstraint>(CatalogOid.Constraint, row.Oid("conparentid"))
                : null;
            TableConstraint constraint = parent is null ? ReadKey(row, table, index) : ReadPartitionKey(row, table, index, parent);
            query.Catalog.Add(constraint);
            query.Catalog.AddAlias(index.Address, constraint);
        },
        cancellationToken);

    private static KeyConstraint ReadKey(CatalogRow row, Relation table, IndexProperties index) => new(table)
    {
        Address = new ObjectAddress(CatalogOid.Constraint, row.Oid("oid")),
        Name = row.Text("conname"),
        IsPrimaryKey = row.Char("contype") == 'p',
        IsExclusion = row.Char("contype") == 'x',
        MakesPartitions = row.Bool("has_attached"),
        Definition = row.Text("definition"),
        IsDeferrable = row.Bool("condeferrable"),
        IsDeferred = row.Bool("condeferred"),
        Index = index,
    };

    private static PartitionKeyConstraint ReadPartitionKey(CatalogRow row, Relation table, IndexProperties index, TableConstraint parent)
    {
        var constraint = new PartitionKeyConstraint(table)
        {
            Address = new ObjectAddress(CatalogOid.Constraint, row.Oid("oid")),
            Name = row.Text("conname"),
            Definition = row.Text("definition"),
            Parent = parent,
            Index = index,
        };
        constraint.Dependencies.Add(parent);
        return constraint;
    }

    private const string Query = $"""
        SELECT con.oid, con.conname, con.contype, con.condeferrable, con.condeferred, con.conparentid, i.indisexclusion,
               pg_catalog.pg_get_constraintdef(con.oid) AS definition,
               CASE WHEN i.indisexclusion AND c.relkind = 'p'
                    THEN EXISTS (SELECT FROM pg_catalog.pg_inherits inh WHERE inh.inhparent = i.indexrelid)
                    ELSE false END AS has_attached,
               {IndexProperties.Selection}
        FROM pg_catalog.pg_constraint con
        JOIN pg_catalog.pg_index i ON i.indexrelid = con.conindid AND i.indrelid = con.conrelid
        {IndexProperties.Joins}
        WHERE con.contype IN ('p', 'u', 'x') AND {IndexProperties.Condition}
        ORDER BY CASE WHEN i.indisexclusion AND con.conparentid <> 0
                      THEN (SELECT pg_catalog.count(*) FROM pg_catalog.pg_partition_ancestors(con.conrelid)) ELSE 0 END, con.oid
        """;
}
