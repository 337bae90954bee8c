namespace PgBackup.Schema;

/// <summary>Reads the casts that did not come with the server; those from a range to its multirange come with the range.</summary>
internal sealed class CastReader : IObjectReader
{
    public Task ReadAsync(CatalogQuery query, CancellationToken cancellationToken) => query.ForEachAsync(
        """
        SELECT c.oid, pg_catalog.format_type(c.castsource, NULL) AS source, pg_catalog.format_type(c.casttarget, NULL) AS target,
            CASE WHEN c.castfunc <> 0 THEN c.castfunc::pg_catalog.regprocedure::pg_catalog.text END AS function,
            c.castmethod, c.castcontext
        FROM pg_catalog.pg_cast c
        WHERE c.oid >= 16384
            AND NOT EXISTS (
                SELECT FROM pg_catalog.pg_depend d
                WHERE d.classid = 'pg_catalog.pg_cast'::pg_catalog.regclass AND d.objid = c.oid AND d.deptype = 'i')
        """,
        row => query.Catalog.Add(new Cast
        {
            Address = new ObjectAddress(CatalogOid.Cast, row.Oid("oid")),
            Name = $"({row.Text("source")} AS {row.Text("target")})",
            Source = row.Text("source"),
            Target = row.Text("target"),
            Function = row.TextOrNull("function"),
            IsByText = row.Char("castmethod") == 'i',
            Context = row.Char("castcontext"),
        }),
        cancellationToken);
}
