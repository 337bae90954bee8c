namespace PgBackup.Schema;

/// <summary>Reads the text search templates.</summary>
internal sealed class TextSearchTemplateReader : IObjectReader
{
    public Task ReadAsync(CatalogQuery query, CancellationToken cancellationToken) => query.ForEachAsync(
        """
        SELECT t.oid, n.nspname, t.tmplname, NULLIF(t.tmplinit, 0)::pg_catalog.regproc::pg_catalog.text AS tmplinit,
            t.tmpllexize::pg_catalog.text AS tmpllexize
        FROM pg_catalog.pg_ts_template t
        JOIN pg_catalog.pg_namespace n ON n.oid = t.tmplnamespace
        WHERE n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'
        """,
        row => query.Catalog.Add(new TextSearchTemplate
        {
            Address = new ObjectAddress(CatalogOid.TextSearchTemplate, row.Oid("oid")),
            Schema = row.Text("nspname"),
            Name = row.Text("tmplname"),
            Init = row.TextOrNull("tmplinit"),
            Lexize = row.Text("tmpllexize"),
        }),
        cancellationToken);
}
