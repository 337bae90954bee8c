using Npgsql;

namespace PgBackup.Schema;

/// <summary>Reads the extensions that were installed by hand: <c>plpgsql</c> comes with every database.</summary>
internal sealed class ExtensionReader : IObjectReader
{
    private const string Savepoint = "pgbackup_extensions";

    private const string Query = """
        SELECT e.oid, e.extname, e.extowner, n.nspname, e.extversion, e.extconfig::pg_catalog.oid[] AS extconfig, e.extcondition
        FROM pg_catalog.pg_extension e
        JOIN pg_catalog.pg_namespace n ON n.oid = e.extnamespace
        WHERE e.oid >= 16384
        ORDER BY e.extname
        """;

    private const string ControlFiles = """
        SELECT a.name, a.comment
        FROM pg_catalog.pg_available_extensions() a
        WHERE a.comment IS NOT NULL AND a.name IN (SELECT e.extname FROM pg_catalog.pg_extension e WHERE e.oid >= 16384)
        """;

    public async Task ReadAsync(CatalogQuery query, CancellationToken cancellationToken)
    {
        var comments = await ReadCommentsAsync(query, cancellationToken).ConfigureAwait(false);
        await query.ForEachAsync(
            Query,
            row =>
            {
                var relations = row.OidArray("extconfig");
                var conditions = row.TextArray("extcondition");
                query.Catalog.Add(new Extension
                {
                    Address = new ObjectAddress(CatalogOid.Extension, row.Oid("oid")),
                    Name = row.Text("extname"),
                    Owner = query.RoleName(row.Oid("extowner")),
                    MemberSchema = row.Text("nspname"),
                    Version = row.Text("extversion"),
                    ControlFileComment = comments.GetValueOrDefault(row.Text("extname")),
                    ConfigurationRelations = [.. relations.Select((r, i) => (r, i < conditions.Length ? conditions[i] : ""))],
                });
            },
            cancellationToken).ConfigureAwait(false);
    }

    // The server reads the control files of all extensions it has, and gives up at the first that is damaged.
    private static async Task<Dictionary<string, string>> ReadCommentsAsync(CatalogQuery query, CancellationToken cancellationToken)
    {
        var comments = new Dictionary<string, string>(StringComparer.Ordinal);
        var isUndoable = await TrySetSavepointAsync(query, cancellationToken).ConfigureAwait(false);
        try
        {
            await query.ForEachAsync(ControlFiles, row => comments.Add(row.Text("name"), row.Text("comment")), cancellationToken)
                .ConfigureAwait(false);
        }
        catch (PostgresException exception) when (exception.SqlState != PostgresErrorCodes.QueryCanceled)
        {
            comments.Clear(); // then comments are written whether they came with the extension or not
        }

        if (isUndoable)
            await query.ExecuteAsync($"ROLLBACK TO SAVEPOINT {Savepoint}", cancellationToken).ConfigureAwait(false);
        return comments;
    }

    // Outside a transaction there is nothing that an error could end.
    private static async Task<bool> TrySetSavepointAsync(CatalogQuery query, CancellationToken cancellationToken)
    {
        try
        {
            await query.ExecuteAsync($"SAVEPOINT {Savepoint}", cancellationToken).ConfigureAwait(false);
            return true;
        }
        catch (PostgresException exception) when (exception.SqlState == PostgresErrorCodes.NoActiveSqlTransaction)
        {
            return false;
        }
    }
}
