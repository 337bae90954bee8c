namespace PgBackup.Schema;

/// <summary>Reads the access methods that did not come with the server.</summary>
internal sealed class AccessMethodReader : IObjectReader
{
    public Task ReadAsync(CatalogQuery query, CancellationToken cancellationToken) => query.ForEachAsync(
        """
        SELECT a.oid, a.amname, a.amtype, a.amhandler::pg_catalog.text AS amhandler
        FROM pg_catalog.pg_am a
        WHERE a.oid >= 16384
        """,
        row => query.Catalog.Add(new AccessMethod
        {
            Address = new ObjectAddress(CatalogOid.AccessMethod, row.Oid("oid")),
            Name = row.Text("amname"),
            IsForTables = row.Char("amtype") == 't',
            Handler = row.Text("amhandler"),
        }),
        cancellationToken);
}
