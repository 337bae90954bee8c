using PgBackup.Postgres;

namespace PgBackup.Schema;

/// <summary>Reads the text search configurations, then their mappings.</summary>
internal sealed class TextSearchConfigurationReader : IObjectReader
{
    public async Task ReadAsync(CatalogQuery query, CancellationToken cancellationToken)
    {
        await query.ForEachAsync(
            """
            SELECT c.oid, n.nspname, c.cfgname, c.cfgowner, pn.nspname AS parser_schema, p.prsname
            FROM pg_catalog.pg_ts_config c
            JOIN pg_catalog.pg_namespace n ON n.oid = c.cfgnamespace
            JOIN pg_catalog.pg_ts_parser p ON p.oid = c.cfgparser
            JOIN pg_catalog.pg_namespace pn ON pn.oid = p.prsnamespace
            WHERE n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'
            """,
            row => query.Catalog.Add(new TextSearchConfiguration
            {
                Address = new ObjectAddress(CatalogOid.TextSearchConfiguration, row.Oid("oid")),
                Schema = row.Text("nspname"),
                Name = row.Text("cfgname"),
                Owner = query.RoleName(row.Oid("cfgowner")),
                Parser = Sql.Qualified(row.Text("parser_schema"), row.Text("prsname")),
            }),
            cancellationToken).ConfigureAwait(false);

        await query.ForEachAsync(
            """
            SELECT c.oid, t.alias,
                pg_catalog.array_agg(m.mapdict::pg_catalog.regdictionary::pg_catalog.text ORDER BY m.mapseqno) AS dictionaries
            FROM pg_catalog.pg_ts_config c
            JOIN pg_catalog.pg_namespace n ON n.oid = c.cfgnamespace
            JOIN pg_catalog.pg_ts_config_map m ON m.mapcfg = c.oid
            JOIN LATERAL pg_catalog.ts_token_type(c.cfgparser) t ON t.tokid = m.maptokentype
            WHERE n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'
            GROUP BY c.oid, m.maptokentype, t.alias
            ORDER BY c.oid, m.maptokentype
            """,
            row => query.Catalog.Find<TextSearchConfiguration>(CatalogOid.TextSearchConfiguration, row.Oid("oid"))
                ?.Mappings.Add((row.Text("alias"), row.TextArray("dictionaries"))),
            cancellationToken).ConfigureAwait(false);
    }
}
