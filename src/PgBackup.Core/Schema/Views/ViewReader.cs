namespace PgBackup.Schema;

/// <summary>Reads views.</summary>
internal sealed class ViewReader : IObjectReader
{
    private const string Query = """
        SELECT c.oid, n.nspname, c.relname, c.relowner, c.reloptions, c.reltype, t.typarray, r.oid AS rule,
               pg_catalog.pg_get_viewdef(c.oid) AS definition
        FROM pg_catalog.pg_class c
        JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
        JOIN pg_catalog.pg_type t ON t.oid = c.reltype
        JOIN pg_catalog.pg_rewrite r ON r.ev_class = c.oid AND r.ev_type = '1'
        WHERE c.relkind = 'v' AND n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'
        """;

    // What the query needs hangs on the view's rule; on the view itself hangs what its columns need.
    private const string ColumnDependencyQuery = """
        SELECT c.oid, d.refclassid, d.refobjid
        FROM pg_catalog.pg_class c
        JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
        JOIN pg_catalog.pg_depend d ON d.classid = 'pg_catalog.pg_class'::pg_catalog.regclass AND d.objid = c.oid AND d.deptype = 'n'
        WHERE c.relkind = 'v' AND n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'
        """;

    public async Task ReadAsync(CatalogQuery query, CancellationToken cancellationToken)
    {
        await query.ForEachAsync(
            Query,
            row =>
            {
                var view = new View(query.Catalog)
                {
                    Address = new ObjectAddress(CatalogOid.Relation, row.Oid("oid")),
                    Schema = row.Text("nspname"),
                    Name = row.Text("relname"),
                    Owner = query.RoleName(row.Oid("relowner")),
                    Definition = ViewText.WithoutSemicolon(row, "definition"),
                    Options = row.TextArray("reloptions"),
                };
                query.Catalog.Add(view);
                ViewText.AddAliases(query.Catalog, row, view);
            },
            cancellationToken).ConfigureAwait(false);

        await query.ForEachAsync(
            ColumnDependencyQuery,
            row => query.Catalog.Find<View>(CatalogOid.Relation, row.Oid("oid"))?.ColumnDependencies
                .Add(new ObjectAddress(row.Oid("refclassid"), row.Oid("refobjid"))),
            cancellationToken).ConfigureAwait(false);
    }
}
