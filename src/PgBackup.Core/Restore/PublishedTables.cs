using Npgsql;
using PgBackup.Postgres;

namespace PgBackup.Restore;

/// <summary>The tables of the target that are published for replication.</summary>
internal sealed class PublishedTables(NpgsqlConnection connection, ServerVersion server)
{
    private const string Ancestors = "SELECT a.relid FROM pg_catalog.pg_partition_ancestors(c.oid) a UNION ALL SELECT c.oid";

    /// <summary>Finds, among tables, those that refuse DELETE: deletions are published, and no replica identity tells which row is meant,
    /// or one that may not cover a filter of rows or columns.</summary>
    public async Task<HashSet<uint>> FindUndeletableAsync(IEnumerable<uint> tables, CancellationToken cancellationToken)
    {
        var isFiltered = server.Since(
            15,
            $"""
            EXISTS (
                SELECT FROM pg_catalog.pg_publication_rel r
                WHERE r.prrelid IN ({Ancestors}) AND (r.prqual IS NOT NULL OR r.prattrs IS NOT NULL))
            """,
            "false");
        var isInSchema = server.Since(
            15,
            $"""
            EXISTS (
                SELECT FROM pg_catalog.pg_publication_namespace pn
                JOIN pg_catalog.pg_class pc ON pc.relnamespace = pn.pnnspid
                WHERE pn.pnpubid = p.oid AND pc.oid IN ({Ancestors}))
            """,
            "false");
        var query = $"""
            SELECT c.oid
            FROM pg_catalog.pg_class c
            WHERE c.oid = ANY ($1)
              AND EXISTS (
                SELECT FROM pg_catalog.pg_publication p
                WHERE p.pubdelete AND (
                    p.puballtables
                    OR EXISTS (SELECT FROM pg_catalog.pg_publication_rel r WHERE r.prpubid = p.oid AND r.prrelid IN ({Ancestors}))
                    OR {isInSchema}))
              AND (c.relreplident <> 'f' AND NOT EXISTS (
                    SELECT FROM pg_catalog.pg_index i
                    WHERE i.indrelid = c.oid AND CASE c.relreplident WHEN 'd' THEN i.indisprimary WHEN 'i' THEN i.indisreplident END)
                OR {isFiltered})
            """;
        var found = await connection.ReadAsync(
            query, row => row.GetFieldValue<uint>(0), cancellationToken, Parameter.OfOids(tables)).ConfigureAwait(false);
        return [.. found];
    }
}
