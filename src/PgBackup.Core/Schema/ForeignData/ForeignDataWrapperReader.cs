namespace PgBackup.Schema;

/// <summary>Reads the foreign-data wrappers.</summary>
internal sealed class ForeignDataWrapperReader : IObjectReader
{
    public Task ReadAsync(CatalogQuery query, CancellationToken cancellationToken) => query.ForEachAsync(
        """
        SELECT w.oid, w.fdwname, w.fdwowner, w.fdwoptions,
            NULLIF(w.fdwhandler, 0)::pg_catalog.regproc::pg_catalog.text AS handler,
            NULLIF(w.fdwvalidator, 0)::pg_catalog.regproc::pg_catalog.text AS validator
        FROM pg_catalog.pg_foreign_data_wrapper w
        """,
        row => query.Catalog.Add(new ForeignDataWrapper
        {
            Address = new ObjectAddress(CatalogOid.ForeignDataWrapper, row.Oid("oid")),
            Name = row.Text("fdwname"),
            Owner = query.RoleName(row.Oid("fdwowner")),
            Handler = row.TextOrNull("handler"),
            Validator = row.TextOrNull("validator"),
            Options = row.TextArray("fdwoptions"),
        }),
        cancellationToken);
}
