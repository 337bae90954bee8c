namespace PgBackup.Schema;

/// <summary>Reads the schemas.</summary>
internal sealed class NamespaceReader : IObjectReader
{
    private const uint BootstrapRole = 10;
    private const uint DatabaseOwnerRole = 6171;

    public Task ReadAsync(CatalogQuery query, CancellationToken cancellationToken)
    {
        // Before 15 the public schema belongs to the superuser that initdb made, then to pg_database_owner.
        var publicOwner = query.Server.IsAtLeast(15) ? DatabaseOwnerRole : BootstrapRole;

        return query.ForEachAsync(
            """
            SELECT n.oid, n.nspname, n.nspowner
            FROM pg_catalog.pg_namespace n
            WHERE n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'
            ORDER BY n.nspname
            """,
            row => query.Catalog.Add(new Namespace
            {
                Address = new ObjectAddress(CatalogOid.Schema, row.Oid("oid")),
                Name = row.Text("nspname"),
                Owner = query.RoleName(row.Oid("nspowner")),
                HasDefaultOwner = row.Text("nspname") == "public" && row.Oid("nspowner") == publicOwner,
            }),
            cancellationToken);
    }
}
