namespace PgBackup.Schema;

/// <summary>Reads which schemas are in publications (15).</summary>
internal sealed class PublicationSchemaReader : IObjectReader
{
    private const string Query = """
        SELECT pn.oid, pn.pnpubid, pn.pnnspid, n.nspname
        FROM pg_catalog.pg_publication_namespace pn
        JOIN pg_catalog.pg_namespace n ON n.oid = pn.pnnspid
        """;

    public Task ReadAsync(CatalogQuery query, CancellationToken cancellationToken)
    {
        if (!query.Server.IsAtLeast(15))
            return Task.CompletedTask;

        return query.ForEachAsync(
            Query,
            row =>
            {
                if (query.Catalog.Find(new ObjectAddress(CatalogOid.Publication, row.Oid("pnpubid"))) is not { } publication
                    || query.Catalog.Find(new ObjectAddress(CatalogOid.Schema, row.Oid("pnnspid"))) is not { } schema)
                    return;

                var member = new PublicationSchema
                {
                    Address = new ObjectAddress(CatalogOid.PublicationSchema, row.Oid("oid")),
                    Schema = schema.Name,
                    Name = schema.Name,
                    Publication = publication,
                };
                member.Dependencies.Add(publication);
                member.Dependencies.Add(schema);
                query.Catalog.Add(member);
            },
            cancellationToken);
    }
}
