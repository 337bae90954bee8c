namespace PgBackup.Schema;

/// <summary>Reads defaults and generation expressions of columns that the column reader found.</summary>
internal sealed class DefaultReader : IObjectReader
{
    public Task ReadAsync(CatalogQuery query, CancellationToken cancellationToken) => query.ForEachAsync(
        """
        SELECT d.oid, d.adrelid, d.adnum::pg_catalog.int4 AS adnum, pg_catalog.pg_get_expr(d.adbin, d.adrelid) AS expression
        FROM pg_catalog.pg_attrdef d
        JOIN pg_catalog.pg_class c ON c.oid = d.adrelid
        JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
        WHERE n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'
        ORDER BY d.adrelid, d.adnum
        """,
        row => Add(query.Catalog, row),
        cancellationToken);

    private static void Add(Catalog catalog, CatalogRow row)
    {
        var relation = catalog.Find<Relation>(CatalogOid.Relation, row.Oid("adrelid"));
        if (relation?.FindColumn(row.Int("adnum")) is not { } column)
            return;

        var address = new ObjectAddress(CatalogOid.Default, row.Oid("oid"));
        if (column.IsGenerated)
        {
            // There is no syntax to add it later: the expression is part of the table, and so are its dependencies.
            column.GenerationExpression = row.Text("expression");
            catalog.AddAlias(address, relation);
            return;
        }

        column.Default = new Default
        {
            Address = address,
            Schema = relation.Schema,
            Name = column.Name,
            Relation = relation,
            Column = column,
            Expression = row.Text("expression"),
            InlineIn = relation is Table table && table.Declares(column) ? table : null,
        };
        if (column.Default.InlineIn is null)
            column.Default.Dependencies.Add(relation);
        catalog.Add(column.Default);
    }
}
