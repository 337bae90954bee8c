namespace PgBackup.Schema;

/// <summary>Reads the comments of all objects.</summary>
internal sealed class CommentReader : IObjectReader
{
    private const uint PublicSchemaOid = 2200;
    private const string PublicSchemaComment = "standard public schema";

    private const string Sql = """
        SELECT classoid, objoid, objsubid, description
        FROM pg_catalog.pg_description
        WHERE objoid >= 16384 OR (classoid = 2615 AND objoid = 2200)
        ORDER BY classoid, objoid, objsubid
        """;

    public async Task ReadAsync(CatalogQuery query, CancellationToken cancellationToken)
    {
        var publicSchema = query.Catalog.Find(new ObjectAddress(CatalogOid.Schema, PublicSchemaOid));
        var publicIsCommented = false;
        await query.ForEachAsync(
            Sql,
            row =>
            {
                var address = new ObjectAddress(row.Oid("classoid"), row.Oid("objoid"), row.Int("objsubid"));
                if (AnnotationTarget.Find(query.Catalog, address) is not var (item, identity))
                    return;
                var text = row.Text("description");
                if (ReferenceEquals(item, publicSchema))
                {
                    publicIsCommented = true;
                    if (text == PublicSchemaComment)
                        return;
                }

                item.Comments.Add((identity, text));
            },
            cancellationToken).ConfigureAwait(false);

        // A new database comments its public schema; where the source has no comment, that one has to go.
        if (publicSchema is not null && !publicIsCommented)
            publicSchema.Comments.Add((publicSchema.Identity, ""));
    }
}
