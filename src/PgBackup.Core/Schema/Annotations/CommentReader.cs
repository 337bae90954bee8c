namespace PgBackup.Schema;

/// <summary>Reads the comments of all objects.</summary>
internal sealed class CommentReader : IObjectReader
{
    private const string PublicSchemaComment = "standard public schema";

    private static readonly ObjectAddress PublicSchema = new(CatalogOid.Schema, 2200);

    private const string Sql = """
        SELECT classoid, objoid, objsubid, description
        FROM pg_catalog.pg_description
        WHERE objoid >= 16384 OR (classoid = 2615 AND objoid = 2200)
        ORDER BY classoid, objoid, objsubid
        """;

    public async Task ReadAsync(CatalogQuery query, CancellationToken cancellationToken)
    {
        var publicIsCommented = false;
        await query.ForEachAsync(
            Sql,
            row =>
            {
                var address = new ObjectAddress(row.Oid("classoid"), row.Oid("objoid"), row.Int("objsubid"));
                if (AnnotationTarget.Find(query.Catalog, address) is not var (item, identity))
                    return;
                var text = row.Text("description");
                if (item.Address == PublicSchema)
                {
                    publicIsCommented = true;
                    if (text == PublicSchemaComment)
                        return;
                }

                item.AddComment(identity, text);
            },
            cancellationToken).ConfigureAwait(false);

        // A new database comments its public schema; where the source has no comment, that one has to go.
        if (query.Catalog.Find(PublicSchema) is { } publicSchema && !publicIsCommented)
            publicSchema.AddComment(publicSchema.Identity, "");
    }
}
