namespace PgBackup.Schema;

/// <summary>Reads rewrite rules, without those that make views.</summary>
internal sealed class RuleReader : IObjectReader
{
    private const string Query = """
        SELECT r.oid, r.rulename, r.ev_class, r.ev_enabled, pg_catalog.pg_get_ruledef(r.oid) AS definition
        FROM pg_catalog.pg_rewrite r
        JOIN pg_catalog.pg_class c ON c.oid = r.ev_class
        JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
        WHERE NOT (r.ev_type = '1' AND c.relkind IN ('v', 'm'))
          AND n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'
        """;

    public Task ReadAsync(CatalogQuery query, CancellationToken cancellationToken) => query.ForEachAsync(
        Query,
        row =>
        {
            if (query.Catalog.Find<Relation>(CatalogOid.Relation, row.Oid("ev_class")) is not { } table)
                return;

            query.Catalog.Add(new Rule(table)
            {
                Address = new ObjectAddress(CatalogOid.Rule, row.Oid("oid")),
                Name = row.Text("rulename"),
                Definition = row.Text("definition").TrimEnd().TrimEnd(';'),
                State = row.FiringState("ev_enabled"),
            });
        },
        cancellationToken);
}
