namespace PgBackup.Schema;

/// <summary>Makes sure that no type was dropped while definitions were read: the server writes <c>???</c> for one that is gone, where it
/// says so of other objects.</summary>
internal sealed class DroppedTypeCheck : IObjectReader
{
    // Row types go with their relations, of which the tables of a backup are locked, and arrays with their elements; temporary types come
    // and go, and are nobody else's.
    private const string Query = """
        SELECT t.oid
        FROM pg_catalog.pg_type t
        JOIN pg_catalog.pg_namespace n ON n.oid = t.typnamespace
        WHERE n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'
          AND NOT EXISTS (SELECT FROM pg_catalog.pg_type e WHERE e.oid = t.typelem AND e.typarray = t.oid)
          AND (t.typtype <> 'c' OR EXISTS (SELECT FROM pg_catalog.pg_class c WHERE c.oid = t.typrelid AND c.relkind = 'c'))
          AND pg_catalog.format_type(t.oid, NULL) = '???'
        """;

    public Task ReadAsync(CatalogQuery query, CancellationToken cancellationToken) =>
        query.ForEachAsync(Query, _ => throw ChangedDefinition.Exception(cause: null), cancellationToken);
}
