using PgBackup.Postgres;

namespace PgBackup.Schema;

/// <summary>Reads the text search dictionaries.</summary>
internal sealed class TextSearchDictionaryReader : IObjectReader
{
    public Task ReadAsync(CatalogQuery query, CancellationToken cancellationToken) => query.ForEachAsync(
        """
        SELECT d.oid, n.nspname, d.dictname, d.dictowner, d.dictinitoption, tn.nspname AS template_schema, t.tmplname
        FROM pg_catalog.pg_ts_dict d
        JOIN pg_catalog.pg_namespace n ON n.oid = d.dictnamespace
        JOIN pg_catalog.pg_ts_template t ON t.oid = d.dicttemplate
        JOIN pg_catalog.pg_namespace tn ON tn.oid = t.tmplnamespace
        WHERE n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'
        """,
        row => query.Catalog.Add(new TextSearchDictionary
        {
            Address = new ObjectAddress(CatalogOid.TextSearchDictionary, row.Oid("oid")),
            Schema = row.Text("nspname"),
            Name = row.Text("dictname"),
            Owner = query.RoleName(row.Oid("dictowner")),
            Template = Sql.Qualified(row.Text("template_schema"), row.Text("tmplname")),
            Options = row.TextOrNull("dictinitoption"),
        }),
        cancellationToken);
}
