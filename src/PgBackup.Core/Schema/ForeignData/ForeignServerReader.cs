namespace PgBackup.Schema;

/// <summary>Reads the foreign servers.</summary>
internal sealed class ForeignServerReader : IObjectReader
{
    public Task ReadAsync(CatalogQuery query, CancellationToken cancellationToken) => query.ForEachAsync(
        """
        SELECT s.oid, s.srvname, s.srvowner, s.srvtype, s.srvversion, s.srvoptions, w.fdwname
        FROM pg_catalog.pg_foreign_server s
        JOIN pg_catalog.pg_foreign_data_wrapper w ON w.oid = s.srvfdw
        """,
        row => query.Catalog.Add(new ForeignServer
        {
            Address = new ObjectAddress(CatalogOid.ForeignServer, row.Oid("oid")),
            Name = row.Text("srvname"),
            Owner = query.RoleName(row.Oid("srvowner")),
            Wrapper = row.Text("fdwname"),
            Type = row.TextOrNull("srvtype"),
            Version = row.TextOrNull("srvversion"),
            Options = row.TextArray("srvoptions"),
        }),
        cancellationToken);
}
