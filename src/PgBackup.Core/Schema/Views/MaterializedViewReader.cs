namespace PgBackup.Schema;

/// <summary>Reads materialized views.</summary>
internal sealed class MaterializedViewReader : IObjectReader
{
    private const string Query = """
        SELECT c.oid, n.nspname, c.relname, c.relowner, c.relispopulated, c.reloptions, toast.reloptions AS toast_options,
               ts.spcname, nullif(am.amname, 'heap') AS access_method,
               c.reltype, t.typarray, r.oid AS rule, pg_catalog.pg_get_viewdef(c.oid) AS definition
        FROM pg_catalog.pg_class c
        JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
        LEFT JOIN pg_catalog.pg_class toast ON toast.oid = c.reltoastrelid
        LEFT JOIN pg_catalog.pg_tablespace ts ON ts.oid = c.reltablespace
        LEFT JOIN pg_catalog.pg_am am ON am.oid = c.relam
        JOIN pg_catalog.pg_type t ON t.oid = c.reltype
        JOIN pg_catalog.pg_rewrite r ON r.ev_class = c.oid AND r.ev_type = '1'
        WHERE c.relkind = 'm' AND n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'
        """;

    public Task ReadAsync(CatalogQuery query, CancellationToken cancellationToken) => query.ForEachAsync(
        Query,
        row =>
        {
            var view = new MaterializedView
            {
                Address = new ObjectAddress(CatalogOid.Relation, row.Oid("oid")),
                Schema = row.Text("nspname"),
                Name = row.Text("relname"),
                Owner = query.RoleName(row.Oid("relowner")),
                Definition = ViewText.WithoutSemicolon(row, "definition"),
                Options = row.TextArray("reloptions"),
                ToastOptions = row.TextArray("toast_options"),
                Tablespace = row.TextOrNull("spcname"),
                AccessMethod = row.TextOrNull("access_method"),
                IsPopulated = row.Bool("relispopulated"),
            };
            query.Catalog.Add(view);
            ViewText.AddAliases(query.Catalog, row, view);
        },
        cancellationToken);
}
