using PgBackup.Postgres;

namespace PgBackup.Schema;

/// <summary>Reads the stand-alone composite types with their attributes.</summary>
internal sealed class CompositeTypeReader : IObjectReader
{
    public async Task ReadAsync(CatalogQuery query, CancellationToken cancellationToken)
    {
        await query.ForEachAsync(
            """
            SELECT t.oid, n.nspname, t.typname, t.typowner, t.typarray, t.typrelid
            FROM pg_catalog.pg_type t
            JOIN pg_catalog.pg_namespace n ON n.oid = t.typnamespace
            JOIN pg_catalog.pg_class c ON c.oid = t.typrelid
            WHERE t.typtype = 'c' AND c.relkind = 'c' AND n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'
            """,
            row =>
            {
                var type = new CompositeType
                {
                    Address = new ObjectAddress(CatalogOid.Type, row.Oid("oid")),
                    Schema = row.Text("nspname"),
                    Name = row.Text("typname"),
                    Owner = query.RoleName(row.Oid("typowner")),
                    RelationId = row.Oid("typrelid"),
                };
                UserType.AddTo(query.Catalog, type, row.Oid("typarray"));
                query.Catalog.AddAlias(new ObjectAddress(CatalogOid.Relation, type.RelationId), type);
            },
            cancellationToken).ConfigureAwait(false);

        await query.ForEachAsync(
            """
            SELECT a.attrelid, a.attnum::int4 AS attnum, a.attname, pg_catalog.format_type(a.atttypid, a.atttypmod) AS type,
                cn.nspname AS collation_schema, co.collname AS collation
            FROM pg_catalog.pg_attribute a
            JOIN pg_catalog.pg_class c ON c.oid = a.attrelid AND c.relkind = 'c'
            JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
            JOIN pg_catalog.pg_type at ON at.oid = a.atttypid
            LEFT JOIN pg_catalog.pg_collation co ON co.oid = a.attcollation AND a.attcollation <> at.typcollation
            LEFT JOIN pg_catalog.pg_namespace cn ON cn.oid = co.collnamespace
            WHERE a.attnum > 0 AND NOT a.attisdropped AND n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'
            ORDER BY a.attrelid, a.attnum
            """,
            row => query.Catalog.Find<CompositeType>(CatalogOid.Relation, row.Oid("attrelid"))?.Attributes.Add(new Column
            {
                Number = row.Int("attnum"),
                Name = row.Text("attname"),
                Type = row.Text("type"),
                Collation = row.IsNull("collation") ? null : Sql.Qualified(row.Text("collation_schema"), row.Text("collation")),
            }),
            cancellationToken).ConfigureAwait(false);
    }
}
