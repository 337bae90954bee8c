namespace PgBackup.Schema;

/// <summary>Reads which tables are in publications, and with which columns and rows (15).</summary>
internal sealed class PublicationTableReader : IObjectReader
{
    public Task ReadAsync(CatalogQuery query, CancellationToken cancellationToken)
    {
        var filter = query.Server.Since(15, "pg_catalog.pg_get_expr(pr.prqual, pr.prrelid)");
        var columns = query.Server.Since(
            15,
            """
            ARRAY(SELECT a.attname::text FROM pg_catalog.pg_attribute a
                  WHERE a.attrelid = pr.prrelid AND a.attnum = ANY (pr.prattrs) ORDER BY a.attnum)
            """,
            "ARRAY[]::text[]");
        return query.ForEachAsync(
            $"""
            SELECT pr.oid, pr.prpubid, pr.prrelid, c.relname, {columns} AS columns, {filter} AS filter
            FROM pg_catalog.pg_publication_rel pr
            JOIN pg_catalog.pg_class c ON c.oid = pr.prrelid
            """,
            row =>
            {
                if (query.Catalog.Find(new ObjectAddress(CatalogOid.Publication, row.Oid("prpubid"))) is not { } publication
                    || query.Catalog.Find<Relation>(CatalogOid.Relation, row.Oid("prrelid")) is not { } table)
                    return;

                var member = new PublicationTable(table)
                {
                    Address = new ObjectAddress(CatalogOid.PublicationRelation, row.Oid("oid")),
                    Name = row.Text("relname"),
                    Publication = publication,
                    Columns = row.TextArray("columns"),
                    Filter = row.TextOrNull("filter"),
                };
                member.Dependencies.Add(publication);
                query.Catalog.Add(member);
            },
            cancellationToken);
    }
}
