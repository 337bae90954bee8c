namespace PgBackup.Schema;

/// <summary>Reads the security labels of all objects of the database.</summary>
internal sealed class SecurityLabelReader : IObjectReader
{
    private const string Sql = """
        SELECT classoid, objoid, objsubid, provider, label
        FROM pg_catalog.pg_seclabel
        ORDER BY classoid, objoid, objsubid, provider
        """;

    public Task ReadAsync(CatalogQuery query, CancellationToken cancellationToken) => query.ForEachAsync(
        Sql,
        row =>
        {
            var address = new ObjectAddress(row.Oid("classoid"), row.Oid("objoid"), row.Int("objsubid"));
            if (AnnotationTarget.Find(query.Catalog, address) is var (item, identity))
                item.AddSecurityLabel(identity, row.Text("provider"), row.Text("label"));
        },
        cancellationToken);
}
