namespace PgBackup.Schema;

/// <summary>Reads extended statistics objects.</summary>
internal sealed class ExtendedStatisticsReader : IObjectReader
{
    private const string Query = """
        SELECT s.oid, n.nspname, s.stxname, s.stxowner, s.stxrelid, pg_catalog.pg_get_statisticsobjdef(s.oid) AS definition,
               CASE WHEN s.stxstattarget >= 0 THEN s.stxstattarget END AS target
        FROM pg_catalog.pg_statistic_ext s
        JOIN pg_catalog.pg_namespace n ON n.oid = s.stxnamespace
        WHERE n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'
        """;

    public Task ReadAsync(CatalogQuery query, CancellationToken cancellationToken) => query.ForEachAsync(
        Query,
        row =>
        {
            if (query.Catalog.Find<Relation>(CatalogOid.Relation, row.Oid("stxrelid")) is not { } table)
                return;

            query.Catalog.Add(new ExtendedStatistics
            {
                Address = new ObjectAddress(CatalogOid.ExtendedStatistics, row.Oid("oid")),
                Schema = row.Text("nspname"),
                Name = row.Text("stxname"),
                Owner = query.RoleName(row.Oid("stxowner")),
                Relation = table,
                Definition = row.Text("definition"),
                Target = row.IsNull("target") ? null : row.Int("target"),
            });
        },
        cancellationToken);
}
