using PgBackup.Postgres;

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

    public async Task ReadAsync(CatalogQuery query, CancellationToken cancellationToken)
    {
        var catalog = query.Catalog;
        await query.ForEachAsync(
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
                catalog.Add(view);
                ViewText.AddAliases(catalog, row, view);
            },
            cancellationToken).ConfigureAwait(false);

        await query.ForEachAsync(
            ColumnQuery(query.Server),
            row =>
            {
                if (catalog.Find<MaterializedView>(CatalogOid.Relation, row.Oid("oid")) is { } view)
                    AddColumnActions(view, row);
            },
            cancellationToken).ConfigureAwait(false);
    }

    private static string ColumnQuery(ServerVersion server)
    {
        var compression = server.Since(14, "a.attcompression", "''::\"char\"");
        return $"""
            SELECT c.oid, a.attname, a.attoptions, {compression} AS compression,
                   CASE WHEN a.attstattarget >= 0 THEN a.attstattarget END AS statistics_target,
                   CASE WHEN a.attstorage <> t.typstorage THEN a.attstorage END AS storage
            FROM pg_catalog.pg_class c
            JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
            JOIN pg_catalog.pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
            JOIN pg_catalog.pg_type t ON t.oid = a.atttypid
            WHERE c.relkind = 'm' AND n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'
              AND (a.attstattarget >= 0 OR a.attstorage <> t.typstorage OR a.attoptions IS NOT NULL OR {compression} <> '')
            ORDER BY c.oid, a.attnum
            """;
    }

    private static void AddColumnActions(MaterializedView view, CatalogRow row)
    {
        var column = $"ALTER COLUMN {Sql.Identifier(row.Text("attname"))} SET";
        if (!row.IsNull("statistics_target"))
            view.ColumnActions.Add($"{column} STATISTICS {row.Int("statistics_target")}");
        if (!row.IsNull("storage"))
            view.ColumnActions.Add($"{column} STORAGE {Storage(row.Char("storage"))}");
        if (row.Char("compression") != '\0')
            view.ColumnActions.Add($"{column} COMPRESSION {(row.Char("compression") == 'l' ? "lz4" : "pglz")}");
        if (row.TextArray("attoptions") is { Length: > 0 } options)
            view.ColumnActions.Add($"{column} ({RelationOptions.List(options)})");
    }

    private static string Storage(char storage) => storage switch
    {
        'p' => "PLAIN",
        'e' => "EXTERNAL",
        'm' => "MAIN",
        _ => "EXTENDED",
    };
}
