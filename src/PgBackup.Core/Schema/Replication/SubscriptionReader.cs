using PgBackup.Postgres;

namespace PgBackup.Schema;

/// <summary>Reads the database's subscriptions. Their connection strings may be read by superusers alone; for others, subscriptions are
/// left out with a warning.</summary>
internal sealed class SubscriptionReader : IObjectReader
{
    private const string NameQuery = """
        SELECT s.subname,
               pg_catalog.has_column_privilege('pg_catalog.pg_subscription', 'subconninfo', 'SELECT') AS readable
        FROM pg_catalog.pg_subscription s
        WHERE s.subdbid = (SELECT d.oid FROM pg_catalog.pg_database d WHERE d.datname = pg_catalog.current_database())
        ORDER BY s.subname
        """;

    public async Task ReadAsync(CatalogQuery query, CancellationToken cancellationToken)
    {
        var names = new List<string>();
        var readable = true;
        await query.ForEachAsync(
            NameQuery,
            row =>
            {
                names.Add(row.Text("subname"));
                readable = row.Bool("readable");
            },
            cancellationToken).ConfigureAwait(false);

        if (names.Count == 0)
            return;
        if (!readable)
        {
            query.Warnings.Add($"Left out, as only a superuser can read subscriptions: {Sql.Identifiers(names)}");
            return;
        }

        await query.ForEachAsync(
            DetailQuery(query.Server),
            row => query.Catalog.Add(new Subscription
            {
                Address = new ObjectAddress(CatalogOid.Subscription, row.Oid("oid")),
                Name = row.Text("subname"),
                Owner = query.RoleName(row.Oid("subowner")),
                ConnectionInfo = row.Text("subconninfo"),
                Publications = row.TextArray("subpublications"),
                SlotName = row.TextOrNull("subslotname"),
                Parameters = [.. Parameters(row)],
            }),
            cancellationToken).ConfigureAwait(false);
    }

    private static string DetailQuery(ServerVersion server)
    {
        // Streaming was a boolean until 15. Its default has changed, so it is written wherever it is known.
        var streaming = server.Since(16, "s.substream::text", server.Since(14, "CASE WHEN s.substream THEN 't' ELSE 'f' END"));
        return $"""
            SELECT s.oid, s.subname, s.subowner, s.subconninfo, s.subslotname, s.subpublications, s.subsynccommit,
                   {server.Since(14, "s.subbinary", "false")} AS binary,
                   {streaming} AS streaming,
                   {server.Since(15, "s.subtwophasestate <> 'd'", "false")} AS two_phase,
                   {server.Since(15, "s.subdisableonerr", "false")} AS disable_on_error,
                   {server.Since(16, "s.subpasswordrequired", "true")} AS password_required,
                   {server.Since(16, "s.subrunasowner", "false")} AS run_as_owner,
                   {server.Since(16, "s.suborigin", "'any'")} AS origin,
                   {server.Since(17, "s.subfailover", "false")} AS failover
            FROM pg_catalog.pg_subscription s
            WHERE s.subdbid = (SELECT d.oid FROM pg_catalog.pg_database d WHERE d.datname = pg_catalog.current_database())
            """;
    }

    private static IEnumerable<string> Parameters(CatalogRow row)
    {
        if (row.Bool("binary"))
            yield return "binary = true";
        if (row.TextOrNull("streaming") is { } streaming)
            yield return $"streaming = {(streaming == "p" ? "parallel" : streaming == "t" ? "on" : "off")}";
        if (row.Bool("two_phase"))
            yield return "two_phase = on";
        if (row.Bool("disable_on_error"))
            yield return "disable_on_error = true";
        if (!row.Bool("password_required"))
            yield return "password_required = false";
        if (row.Bool("run_as_owner"))
            yield return "run_as_owner = true";
        if (row.Bool("failover"))
            yield return "failover = true";
        if (row.Text("subsynccommit") is var synchronousCommit and not "off")
            yield return $"synchronous_commit = {Sql.Literal(synchronousCommit)}";
        if (row.Text("origin") is var origin and not "any")
            yield return $"origin = {Sql.Literal(origin)}";
    }
}
