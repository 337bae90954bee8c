namespace PgBackup.Schema;

/// <summary>Reads primary keys, unique and exclusion constraints. Their indexes go by them: what depends on such an index depends on the
/// constraint.</summary>
internal sealed class KeyConstraintReader : IObjectReader
{
    private const string Query = $"""
        SELECT con.oid, con.conname, con.contype, con.condeferrable, con.condeferred,
               pg_catalog.pg_get_constraintdef(con.oid) AS definition, {IndexProperties.Selection}
        FROM pg_catalog.pg_constraint con
        JOIN pg_catalog.pg_index i ON i.indexrelid = con.conindid AND i.indrelid = con.conrelid
        {IndexProperties.Joins}
        WHERE con.contype IN ('p', 'u', 'x') AND {IndexProperties.Condition}
        """;

    public Task ReadAsync(CatalogQuery query, CancellationToken cancellationToken) => query.ForEachAsync(
        Query,
        row =>
        {
            if (query.Catalog.Find<Relation>(CatalogOid.Relation, row.Oid("indrelid")) is not { } table)
                return;

            var index = IndexProperties.Read(row);
            var constraint = new KeyConstraint(table)
            {
                Address = new ObjectAddress(CatalogOid.Constraint, row.Oid("oid")),
                Name = row.Text("conname"),
                IsPrimaryKey = row.Char("contype") == 'p',
                IsExclusion = row.Char("contype") == 'x',
                Definition = row.Text("definition"),
                IsDeferrable = row.Bool("condeferrable"),
                IsDeferred = row.Bool("condeferred"),
                Index = index,
            };
            query.Catalog.Add(constraint);
            query.Catalog.AddAlias(index.Address, constraint);
        },
        cancellationToken);
}
