using Npgsql;
using PgBackup.Postgres;

namespace PgBackup.Schema;

/// <summary>Tells which system catalogs have rows that are not PostgreSQL's own.</summary>
/// <remarks>Most databases have no operators, casts or publications of their own: one query finds that out sooner than a query for each
/// kind ("System Catalog Initial Data", OID assignment, in the manual).</remarks>
internal static class UserCatalogs
{
    // What initdb makes has OIDs below, and what anyone makes later never has.
    private const uint FirstNormalObjectId = 16384;

    /// <summary>Finds those of <paramref name="catalogs"/> that have such rows.</summary>
    public static async Task<IReadOnlySet<string>> FindAsync(
        NpgsqlConnection connection, IEnumerable<string> catalogs, CancellationToken cancellationToken)
    {
        var queries = catalogs.Distinct().Select(
            c => $"SELECT '{c}' WHERE EXISTS (SELECT FROM pg_catalog.{c} WHERE {KeyOf(c)} >= {FirstNormalObjectId})");
        var found = await connection
            .ReadAsync(string.Join(" UNION ALL\n", queries), row => row.GetString(0), cancellationToken).ConfigureAwait(false);
        return found.ToHashSet();
    }

    // The OID of the object to which the row belongs, by which the catalog has an index.
    private static string KeyOf(string catalog) => catalog switch
    {
        "pg_aggregate" => "aggfnoid",
        "pg_inherits" => "inhrelid",
        "pg_range" => "rngtypid",
        _ => "oid",
    };
}
