namespace PgBackup.Schema;

/// <summary>Reads the security labels of all objects of the database.</summary>
internal sealed class SecurityLabelReader : IObjectReader
{
    private const string Query = """
        SELECT classoid, objoid, objsubid, provider, label
        FROM pg_catalog.pg_seclabel
        UNION ALL
        -- Of the catalogs that all databases share, only this one holds objects of a single database.
        SELECT classoid, objoid, 0, provider, label
        FROM pg_catalog.pg_shseclabel
        WHERE classoid = 6100
        ORDER BY classoid, objoid, objsubid, provider
        """;

    public Task ReadAsync(CatalogQuery query, CancellationToken cancellationToken) => query.ForEachAsync(
        Query,
        row =>
        {
            var address = new ObjectAddress(row.Oid("classoid"), row.Oid("objoid"), row.Int("objsubid"));
            if (AnnotationTarget.Find(query.Catalog, address) is var (item, identity))
                item.AddSecurityLabel(identity, row.Text("provider"), row.Text("label"));
        },
        cancellationToken);
}
