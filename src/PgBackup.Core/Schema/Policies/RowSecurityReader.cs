namespace PgBackup.Schema;

/// <summary>Reads the row security flags of tables.</summary>
internal sealed class RowSecurityReader : IObjectReader
{
    private const string Query = """
        SELECT c.oid, c.relname, c.relrowsecurity, c.relforcerowsecurity
        FROM pg_catalog.pg_class c
        JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
        WHERE (c.relrowsecurity OR c.relforcerowsecurity) AND n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'
        """;

    public Task ReadAsync(CatalogQuery query, CancellationToken cancellationToken) => query.ForEachAsync(
        Query,
        row =>
        {
            if (query.Catalog.Find<Relation>(CatalogOid.Relation, row.Oid("oid")) is not { } table)
                return;

            query.Catalog.AddUnaddressed(new RowSecurity(table)
            {
                Address = table.Address,
                Name = row.Text("relname"),
                IsEnabled = row.Bool("relrowsecurity"),
                IsForced = row.Bool("relforcerowsecurity"),
            });
        },
        cancellationToken);
}
