namespace PgBackup.Schema;

/// <summary>Reads the comments of all objects, as differences from those that the objects are made with.</summary>
internal sealed class CommentReader : IObjectReader
{
    private const string Query = """
        SELECT classoid, objoid, objsubid, description
        FROM pg_catalog.pg_description
        WHERE objoid >= 16384 OR (classoid = 2615 AND objoid = 2200)
        ORDER BY classoid, objoid, objsubid
        """;

    public async Task ReadAsync(CatalogQuery query, CancellationToken cancellationToken)
    {
        var commented = new HashSet<SchemaObject>();
        await query.ForEachAsync(
            Query,
            row =>
            {
                var address = new ObjectAddress(row.Oid("classoid"), row.Oid("objoid"), row.Int("objsubid"));
                if (AnnotationTarget.Find(query.Catalog, address) is not var (item, identity))
                    return;
                commented.Add(item);
                var text = row.Text("description");
                if (text != item.InitialComment)
                    item.AddComment(identity, text);
            },
            cancellationToken).ConfigureAwait(false);

        // Where somebody took the comment away, it has to go again.
        foreach (var item in query.Catalog.Objects.Where(o => o.InitialComment is not null && !commented.Contains(o)))
            item.AddComment(item.Identity, "");
    }
}
