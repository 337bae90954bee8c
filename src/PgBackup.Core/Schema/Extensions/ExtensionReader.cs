namespace PgBackup.Schema;

/// <summary>Reads the extensions that were installed by hand: <c>plpgsql</c> comes with every database.</summary>
internal sealed class ExtensionReader : IObjectReader
{
    public Task ReadAsync(CatalogQuery query, CancellationToken cancellationToken) => query.ForEachAsync(
        """
        SELECT e.oid, e.extname, e.extowner, n.nspname, e.extversion, e.extconfig::pg_catalog.oid[] AS extconfig, e.extcondition
        FROM pg_catalog.pg_extension e
        JOIN pg_catalog.pg_namespace n ON n.oid = e.extnamespace
        WHERE e.oid >= 16384
        ORDER BY e.extname
        """,
        row =>
        {
            var relations = row.OidArray("extconfig");
            var conditions = row.TextArray("extcondition");
            query.Catalog.Add(new Extension
            {
                Address = new ObjectAddress(CatalogOid.Extension, row.Oid("oid")),
                Name = row.Text("extname"),
                Owner = query.RoleName(row.Oid("extowner")),
                MemberSchema = row.Text("nspname"),
                Version = row.Text("extversion"),
                ConfigurationRelations = [.. relations.Select((r, i) => (r, i < conditions.Length ? conditions[i] : ""))],
            });
        },
        cancellationToken);
}
