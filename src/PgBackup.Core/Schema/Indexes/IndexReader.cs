namespace PgBackup.Schema;

/// <summary>Reads the indexes that belong to no constraint.</summary>
internal sealed class IndexReader : IObjectReader
{
    public Task ReadAsync(CatalogQuery query, CancellationToken cancellationToken) => query.ForEachAsync(
        Query,
        row =>
        {
            if (query.Catalog.Find<Relation>(CatalogOid.Relation, row.Oid("indrelid")) is not { } table)
                return;

            var properties = IndexProperties.Read(row);
            query.Catalog.Add(new Index(table)
            {
                Address = properties.Address,
                Name = properties.Name,
                Definition = row.Text("definition"),
                Properties = properties,
            });
        },
        cancellationToken);

    private const string Query = $"""
        SELECT pg_catalog.pg_get_indexdef(i.indexrelid) AS definition, {IndexProperties.Selection}
        FROM pg_catalog.pg_index i
        {IndexProperties.Joins}
        WHERE {IndexProperties.Condition}
          AND NOT EXISTS (SELECT FROM pg_catalog.pg_constraint con
                          WHERE con.conrelid = i.indrelid AND con.conindid = i.indexrelid AND con.contype IN ('p', 'u', 'x'))
        """;
}
