using PgBackup.Postgres;

namespace PgBackup.Schema;

/// <summary>Reads the columns of every relation that was read before.</summary>
internal sealed class ColumnReader : IObjectReader
{
    public async Task ReadAsync(CatalogQuery query, CancellationToken cancellationToken)
    {
        var server = query.Server;
        var compression = server.Since(14, "a.attcompression", "''::pg_catalog.\"char\"");
        var hasConstraints = server.IsAtLeast(18);
        var constraintColumns = hasConstraints ? NotNullColumns : NoNotNullColumns;
        var constraintJoin = hasConstraints ? NotNullJoin : "";

        Relation? relation = null;
        await query.ForEachAsync(
            $"""
            SELECT a.attrelid, a.attnum::pg_catalog.int4 AS attnum, a.attname, a.attnotnull, a.attislocal, a.attinhcount > 0 AS inherited,
                   pg_catalog.format_type(a.atttypid, a.atttypmod) AS type, a.attidentity, a.attgenerated,
                   a.attstorage, t.typstorage, {compression} AS attcompression, a.attoptions, a.attfdwoptions,
                   NULLIF(a.attstattarget::pg_catalog.int4, -1) AS attstattarget,
                   coll.collname, collation_schema.nspname AS collation_schema,
                   {constraintColumns}
            FROM pg_catalog.pg_attribute a
            JOIN pg_catalog.pg_class c ON c.oid = a.attrelid
            JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
            JOIN pg_catalog.pg_type t ON t.oid = a.atttypid
            LEFT JOIN pg_catalog.pg_collation coll ON coll.oid = a.attcollation AND a.attcollation <> t.typcollation
            LEFT JOIN pg_catalog.pg_namespace collation_schema ON collation_schema.oid = coll.collnamespace
            {constraintJoin}
            WHERE a.attnum > 0 AND NOT a.attisdropped AND c.relkind IN ('r', 'p', 'f', 'v', 'm')
              AND n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'
            ORDER BY a.attrelid, a.attnum
            """,
            row =>
            {
                var id = row.Oid("attrelid");
                if (relation?.Address.ObjectId != id)
                    relation = query.Catalog.Find<Relation>(CatalogOid.Relation, id);
                relation?.Columns.Add(Read(row, hasConstraints));
            },
            cancellationToken).ConfigureAwait(false);
    }

    // The server names the constraint itself when nothing else in the schema has that name, and cuts names at 63 bytes.
    private const string NotNullColumns =
        """
        co.oid AS conoid, co.conname, co.conislocal, co.connoinherit, co.convalidated,
        co.conname = c.relname || '_' || a.attname || '_not_null' AND NOT EXISTS (
            SELECT FROM pg_catalog.pg_constraint other
            WHERE other.conname = co.conname AND other.connamespace = co.connamespace AND other.oid <> co.oid) AS default_name
        """;

    private const string NoNotNullColumns =
        "NULL AS conoid, NULL AS conname, NULL AS conislocal, NULL AS connoinherit, NULL AS convalidated, NULL AS default_name";

    private const string NotNullJoin =
        "LEFT JOIN pg_catalog.pg_constraint co ON co.conrelid = a.attrelid AND co.contype = 'n' AND co.conkey[1] = a.attnum";

    private static Column Read(CatalogRow row, bool hasConstraints) => new()
    {
        Number = row.Int("attnum"),
        Name = row.Text("attname"),
        Type = row.Text("type"),
        Collation = row.IsNull("collname") ? null : Sql.Qualified(row.Text("collation_schema"), row.Text("collname")),
        IsLocal = row.Bool("attislocal"),
        IsInherited = row.Bool("inherited"),
        NotNull = ReadNotNull(row, hasConstraints),
        Identity = row.Char("attidentity"),
        Generated = row.Char("attgenerated"),
        StatisticsTarget = row.IsNull("attstattarget") ? null : row.Int("attstattarget"),
        Storage = row.Char("attstorage"),
        TypeStorage = row.Char("typstorage"),
        Compression = row.Char("attcompression"),
        Options = row.TextArray("attoptions"),
        ForeignOptions = row.TextArray("attfdwoptions"),
    };

    private static NotNull? ReadNotNull(CatalogRow row, bool hasConstraints)
    {
        if (!hasConstraints)
            return row.Bool("attnotnull") ? new NotNull() : null;
        if (row.IsNull("conname"))
            return null;
        return new NotNull
        {
            ConstraintOid = row.Oid("conoid"),
            Name = row.Text("conname"),
            HasDefaultName = row.Bool("default_name"),
            IsLocal = row.Bool("conislocal"),
            IsNoInherit = row.Bool("connoinherit"),
            IsValid = row.Bool("convalidated"),
        };
    }
}
