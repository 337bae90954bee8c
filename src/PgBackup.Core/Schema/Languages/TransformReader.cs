namespace PgBackup.Schema;

/// <summary>Reads the transforms.</summary>
internal sealed class TransformReader : IObjectReader
{
    public Task ReadAsync(CatalogQuery query, CancellationToken cancellationToken) => query.ForEachAsync(
        """
        SELECT t.oid, pg_catalog.format_type(t.trftype, NULL) AS type, l.lanname,
            CASE WHEN t.trffromsql <> 0 THEN t.trffromsql::pg_catalog.oid::pg_catalog.regprocedure::pg_catalog.text END AS from_sql,
            CASE WHEN t.trftosql <> 0 THEN t.trftosql::pg_catalog.oid::pg_catalog.regprocedure::pg_catalog.text END AS to_sql
        FROM pg_catalog.pg_transform t
        JOIN pg_catalog.pg_language l ON l.oid = t.trflang
        WHERE t.oid >= 16384
        """,
        row => query.Catalog.Add(new Transform
        {
            Address = new ObjectAddress(CatalogOid.Transform, row.Oid("oid")),
            Name = $"{row.Text("type")} {row.Text("lanname")}",
            Type = row.Text("type"),
            Language = row.Text("lanname"),
            FromSql = row.TextOrNull("from_sql"),
            ToSql = row.TextOrNull("to_sql"),
        }),
        cancellationToken);
}
