namespace PgBackup.Schema;

/// <summary>Reads the enum types.</summary>
internal sealed class EnumTypeReader : IObjectReader
{
    public Task ReadAsync(CatalogQuery query, CancellationToken cancellationToken) => query.ForEachAsync(
        """
        SELECT t.oid, n.nspname, t.typname, t.typowner, t.typarray,
            ARRAY(
                SELECT e.enumlabel::pg_catalog.text FROM pg_catalog.pg_enum e WHERE e.enumtypid = t.oid ORDER BY e.enumsortorder
            ) AS labels
        FROM pg_catalog.pg_type t
        JOIN pg_catalog.pg_namespace n ON n.oid = t.typnamespace
        WHERE t.typtype = 'e' AND n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'
        """,
        row => UserType.AddTo(
            query.Catalog,
            new EnumType
            {
                Address = new ObjectAddress(CatalogOid.Type, row.Oid("oid")),
                Schema = row.Text("nspname"),
                Name = row.Text("typname"),
                Owner = query.RoleName(row.Oid("typowner")),
                Labels = row.TextArray("labels"),
            },
            row.Oid("typarray")),
        cancellationToken);
}
