namespace PgBackup.Schema;

/// <summary>Reads the text search parsers.</summary>
internal sealed class TextSearchParserReader : IObjectReader
{
    public Task ReadAsync(CatalogQuery query, CancellationToken cancellationToken) => query.ForEachAsync(
        """
        SELECT p.oid, n.nspname, p.prsname, p.prsstart::pg_catalog.text AS prsstart, p.prstoken::pg_catalog.text AS prstoken,
            p.prsend::pg_catalog.text AS prsend, p.prslextype::pg_catalog.text AS prslextype,
            NULLIF(p.prsheadline, 0)::pg_catalog.regproc::pg_catalog.text AS prsheadline
        FROM pg_catalog.pg_ts_parser p
        JOIN pg_catalog.pg_namespace n ON n.oid = p.prsnamespace
        WHERE n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'
        """,
        row => query.Catalog.Add(new TextSearchParser
        {
            Address = new ObjectAddress(CatalogOid.TextSearchParser, row.Oid("oid")),
            Schema = row.Text("nspname"),
            Name = row.Text("prsname"),
            Start = row.Text("prsstart"),
            GetToken = row.Text("prstoken"),
            End = row.Text("prsend"),
            Headline = row.TextOrNull("prsheadline"),
            LexTypes = row.Text("prslextype"),
        }),
        cancellationToken);
}
