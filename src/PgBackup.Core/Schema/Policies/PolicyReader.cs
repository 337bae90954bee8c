namespace PgBackup.Schema;

/// <summary>Reads row-level security policies.</summary>
internal sealed class PolicyReader : IObjectReader
{
    private const string Query = """
        SELECT pol.oid, pol.polname, pol.polrelid, pol.polpermissive, pol.polcmd, pol.polroles,
               pg_catalog.pg_get_expr(pol.polqual, pol.polrelid) AS using_clause,
               pg_catalog.pg_get_expr(pol.polwithcheck, pol.polrelid) AS check_clause
        FROM pg_catalog.pg_policy pol
        JOIN pg_catalog.pg_class c ON c.oid = pol.polrelid
        JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
        WHERE n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'
        """;

    public Task ReadAsync(CatalogQuery query, CancellationToken cancellationToken) => query.ForEachAsync(
        Query,
        row =>
        {
            if (query.Catalog.Find<Relation>(CatalogOid.Relation, row.Oid("polrelid")) is not { } table)
                return;

            query.Catalog.Add(new Policy(table)
            {
                Address = new ObjectAddress(CatalogOid.Policy, row.Oid("oid")),
                Name = row.Text("polname"),
                IsPermissive = row.Bool("polpermissive"),
                Command = row.Char("polcmd"),
                Roles = [.. row.OidArray("polroles").Where(role => role != 0).Select(query.RoleName)], // 0 is PUBLIC
                Using = row.TextOrNull("using_clause"),
                WithCheck = row.TextOrNull("check_clause"),
            });
        },
        cancellationToken);
}
