namespace PgBackup.Schema;

/// <summary>Reads the shell types that were never completed.</summary>
internal sealed class UndefinedTypeReader : IObjectReader
{
    public Task ReadAsync(CatalogQuery query, CancellationToken cancellationToken) => query.ForEachAsync(
        """
        SELECT t.oid, n.nspname, t.typname, t.typowner
        FROM pg_catalog.pg_type t
        JOIN pg_catalog.pg_namespace n ON n.oid = t.typnamespace
        WHERE NOT t.typisdefined AND n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'
        """,
        row => query.Catalog.Add(new UndefinedType
        {
            Address = new ObjectAddress(CatalogOid.Type, row.Oid("oid")),
            Schema = row.Text("nspname"),
            Name = row.Text("typname"),
            Owner = query.RoleName(row.Oid("typowner")),
        }),
        cancellationToken);
}
