namespace PgBackup.Schema;

/// <summary>Reads publications.</summary>
internal sealed class PublicationReader : IObjectReader
{
    private static readonly string[] Operations = ["insert", "update", "delete", "truncate"];

    public Task ReadAsync(CatalogQuery query, CancellationToken cancellationToken)
    {
        var generated = query.Server.Since(18, "p.pubgencols = 's'", "false");
        return query.ForEachAsync(
            $"""
            SELECT p.oid, p.pubname, p.pubowner, p.puballtables, p.pubviaroot, {generated} AS pubgencols,
                   p.pubinsert AS insert, p.pubupdate AS update, p.pubdelete AS delete, p.pubtruncate AS truncate
            FROM pg_catalog.pg_publication p
            WHERE p.oid >= 16384
            """,
            row => query.Catalog.Add(new Publication
            {
                Address = new ObjectAddress(CatalogOid.Publication, row.Oid("oid")),
                Name = row.Text("pubname"),
                Owner = query.RoleName(row.Oid("pubowner")),
                IsForAllTables = row.Bool("puballtables"),
                IsViaPartitionRoot = row.Bool("pubviaroot"),
                HasGeneratedColumns = row.Bool("pubgencols"),
                Operations = [.. Operations.Where(row.Bool)],
            }),
            cancellationToken);
    }
}
