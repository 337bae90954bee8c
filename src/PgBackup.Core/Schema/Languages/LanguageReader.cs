namespace PgBackup.Schema;

/// <summary>Reads the procedural languages that did not come with the database.</summary>
internal sealed class LanguageReader : IObjectReader
{
    public Task ReadAsync(CatalogQuery query, CancellationToken cancellationToken) => query.ForEachAsync(
        """
        SELECT l.oid, l.lanname, l.lanowner, l.lanpltrusted, l.lanplcallfoid::pg_catalog.regproc::pg_catalog.text AS handler,
            NULLIF(l.laninline, 0)::pg_catalog.regproc::pg_catalog.text AS inline_handler,
            NULLIF(l.lanvalidator, 0)::pg_catalog.regproc::pg_catalog.text AS validator
        FROM pg_catalog.pg_language l
        WHERE l.lanispl AND l.oid >= 16384
        """,
        row => query.Catalog.Add(new Language
        {
            Address = new ObjectAddress(CatalogOid.Language, row.Oid("oid")),
            Name = row.Text("lanname"),
            Owner = query.RoleName(row.Oid("lanowner")),
            IsTrusted = row.Bool("lanpltrusted"),
            Handler = row.Text("handler"),
            InlineHandler = row.TextOrNull("inline_handler"),
            Validator = row.TextOrNull("validator"),
        }),
        cancellationToken);
}
