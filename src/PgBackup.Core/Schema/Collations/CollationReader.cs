namespace PgBackup.Schema;

/// <summary>Reads the collations that the database's encoding can use.</summary>
internal sealed class CollationReader : IObjectReader
{
    public Task ReadAsync(CatalogQuery query, CancellationToken cancellationToken)
    {
        var locale = query.Server.Since(17, "c.colllocale", query.Server.Since(15, "c.colliculocale", "NULL::pg_catalog.text"));
        var rules = query.Server.Since(16, "c.collicurules", "NULL::pg_catalog.text");

        return query.ForEachAsync(
            $"""
            SELECT c.oid, n.nspname, c.collname, c.collowner, c.collprovider, c.collisdeterministic,
                c.collcollate::pg_catalog.text AS collcollate, c.collctype::pg_catalog.text AS collctype,
                {locale} AS locale, {rules} AS rules
            FROM pg_catalog.pg_collation c
            JOIN pg_catalog.pg_namespace n ON n.oid = c.collnamespace
            WHERE n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'
                AND c.collencoding IN (-1, pg_catalog.pg_char_to_encoding(pg_catalog.getdatabaseencoding()))
            """,
            row => query.Catalog.Add(new Collation
            {
                Address = new ObjectAddress(CatalogOid.Collation, row.Oid("oid")),
                Schema = row.Text("nspname"),
                Name = row.Text("collname"),
                Owner = query.RoleName(row.Oid("collowner")),
                Provider = row.Char("collprovider"),
                IsDeterministic = row.Bool("collisdeterministic"),
                Locale = row.TextOrNull("locale"),
                Collate = row.TextOrNull("collcollate"),
                CType = row.TextOrNull("collctype"),
                Rules = row.TextOrNull("rules"),
            }),
            cancellationToken);
    }
}
