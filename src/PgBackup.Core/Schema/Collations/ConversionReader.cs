namespace PgBackup.Schema;

/// <summary>Reads the conversions between encodings.</summary>
internal sealed class ConversionReader : IObjectReader
{
    public Task ReadAsync(CatalogQuery query, CancellationToken cancellationToken) => query.ForEachAsync(
        """
        SELECT c.oid, n.nspname, c.conname, c.conowner, c.condefault, c.conproc::pg_catalog.text AS conproc,
            pg_catalog.pg_encoding_to_char(c.conforencoding)::pg_catalog.text AS source,
            pg_catalog.pg_encoding_to_char(c.contoencoding)::pg_catalog.text AS target
        FROM pg_catalog.pg_conversion c
        JOIN pg_catalog.pg_namespace n ON n.oid = c.connamespace
        WHERE n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'
        """,
        row => query.Catalog.Add(new Conversion
        {
            Address = new ObjectAddress(CatalogOid.Conversion, row.Oid("oid")),
            Schema = row.Text("nspname"),
            Name = row.Text("conname"),
            Owner = query.RoleName(row.Oid("conowner")),
            IsDefault = row.Bool("condefault"),
            SourceEncoding = row.Text("source"),
            TargetEncoding = row.Text("target"),
            Function = row.Text("conproc"),
        }),
        cancellationToken);
}
