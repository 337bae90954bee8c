namespace PgBackup.Schema;

/// <summary>Reads which object needs which, and which belong to an extension, from <c>pg_depend</c>.</summary>
internal sealed class DependencyReader : IObjectReader
{
    // Objects below 16384 are the server's own: they exist everywhere, so nothing has to wait for them. Row and array types go by their
    // tables and elements; triggers of foreign keys and TOAST tables are the server's matter.
    private const string Query = """
        SELECT classid, objid, refclassid, refobjid, deptype
        FROM pg_catalog.pg_depend
        WHERE objid >= 16384 AND refobjid >= 16384
          AND NOT (deptype = 'i' AND (classid IN (1247, 2620) OR classid = 1259 AND refobjsubid = 0))
        """;

    public Task ReadAsync(CatalogQuery query, CancellationToken cancellationToken) => query.ForEachAsync(
        Query,
        row =>
        {
            var item = query.Catalog.Find(new ObjectAddress(row.Oid("classid"), row.Oid("objid")));
            var needed = query.Catalog.Find(new ObjectAddress(row.Oid("refclassid"), row.Oid("refobjid")));
            if (item is null || needed is null || ReferenceEquals(item, needed))
                return;
            switch (row.Char("deptype"))
            {
                case 'e':
                    item.Extension = needed;
                    item.Dependencies.Add(needed);
                    break;
                case 'x':
                    item.AddDependsOnExtension(needed);
                    item.Dependencies.Add(needed);
                    break;
                case 'a' when item.Kind == ObjectKind.Sequence && needed is Relation:
                    // OWNED BY is a statement of its own: the sequence itself does not wait for the table whose default uses it.
                    break;
                default:
                    item.Dependencies.Add(needed);
                    break;
            }
        },
        cancellationToken);
}
