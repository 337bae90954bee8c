namespace PgBackup.Schema;

/// <summary>Makes sure that no type was dropped while definitions were read: the server writes <c>???</c> for one that is gone, where it
/// says so of other objects.</summary>
internal sealed class DroppedTypeCheck : IObjectReader
{
    // Row types of tables go with their tables, which are locked; temporary types come and go, and are nobody else's.
    private const string Query = """
        SELECT t.oid
        FROM pg_catalog.pg_type t
        JOIN pg_catalog.pg_namespace n ON n.oid = t.typnamespace
        LEFT JOIN pg_catalog.pg_class c ON c.oid = t.typrelid
        WHERE n.nspname !~ '^pg_' AND n.nspname <> 'information_schema' AND COALESCE(c.relkind, 'c') = 'c' AND t.typelem = 0
          AND pg_catalog.format_type(t.oid, NULL) = '???'
        """;

    public Task ReadAsync(CatalogQuery query, CancellationToken cancellationToken) =>
        query.ForEachAsync(Query, _ => throw ChangedDefinition.Exception(cause: null), cancellationToken);
}
