using PgBackup.Postgres;

namespace PgBackup.Schema;

/// <summary>Reads the range types and what the server makes with each: multirange, array types, constructors, a cast.</summary>
internal sealed class RangeTypeReader : IObjectReader
{
    public async Task ReadAsync(CatalogQuery query, CancellationToken cancellationToken)
    {
        var multirange = query.Server.Since(14, "r.rngmultitypid", "0::pg_catalog.oid");

        await query.ForEachAsync(
            $"""
            SELECT t.oid, n.nspname, t.typname, t.typowner, t.typarray, t.typnamespace,
                pg_catalog.format_type(r.rngsubtype, NULL) AS subtype,
                mt.oid AS multirange, mt.typarray AS multirange_array, mn.nspname AS multirange_schema, mt.typname AS multirange_name,
                ocn.nspname AS opclass_schema, oc.opcname AS opclass,
                cn.nspname AS collation_schema, co.collname AS collation,
                NULLIF(r.rngcanonical, 0)::pg_catalog.regproc::pg_catalog.text AS canonical,
                NULLIF(r.rngsubdiff, 0)::pg_catalog.regproc::pg_catalog.text AS subtype_diff
            FROM pg_catalog.pg_range r
            JOIN pg_catalog.pg_type t ON t.oid = r.rngtypid
            JOIN pg_catalog.pg_namespace n ON n.oid = t.typnamespace
            JOIN pg_catalog.pg_type st ON st.oid = r.rngsubtype
            LEFT JOIN pg_catalog.pg_type mt ON mt.oid = {multirange}
            LEFT JOIN pg_catalog.pg_namespace mn ON mn.oid = mt.typnamespace
            LEFT JOIN pg_catalog.pg_opclass oc ON oc.oid = r.rngsubopc AND NOT oc.opcdefault
            LEFT JOIN pg_catalog.pg_namespace ocn ON ocn.oid = oc.opcnamespace
            LEFT JOIN pg_catalog.pg_collation co ON co.oid = r.rngcollation AND r.rngcollation <> st.typcollation
            LEFT JOIN pg_catalog.pg_namespace cn ON cn.oid = co.collnamespace
            WHERE n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'
            """,
            row =>
            {
                var type = new RangeType
                {
                    Address = new ObjectAddress(CatalogOid.Type, row.Oid("oid")),
                    Schema = row.Text("nspname"),
                    Name = row.Text("typname"),
                    Owner = query.RoleName(row.Oid("typowner")),
                    Subtype = row.Text("subtype"),
                    Multirange = QualifiedOrNull(row, "multirange_schema", "multirange_name"),
                    MultirangeAddress = row.IsNull("multirange") ? null : new ObjectAddress(CatalogOid.Type, row.Oid("multirange")),
                    OperatorClass = QualifiedOrNull(row, "opclass_schema", "opclass"),
                    Collation = QualifiedOrNull(row, "collation_schema", "collation"),
                    Canonical = row.TextOrNull("canonical"),
                    SubtypeDifference = row.TextOrNull("subtype_diff"),
                };
                UserType.AddTo(query.Catalog, type, row.Oid("typarray"));
                if (!row.IsNull("multirange"))
                {
                    query.Catalog.AddAlias(new ObjectAddress(CatalogOid.Type, row.Oid("multirange")), type);
                    query.Catalog.AddAlias(new ObjectAddress(CatalogOid.Type, row.Oid("multirange_array")), type);
                }

                // A canonical function takes and returns the range that it belongs to.
                if (type.Canonical is not null)
                    type.AddShell(query.Catalog, row.Oid("typnamespace"));
            },
            cancellationToken).ConfigureAwait(false);

        await query.ForEachAsync(
            """
            SELECT d.classid, d.objid, d.refobjid
            FROM pg_catalog.pg_depend d
            JOIN pg_catalog.pg_type t ON t.oid = d.refobjid AND t.typtype IN ('r', 'm')
            WHERE d.deptype = 'i' AND d.refclassid = 'pg_catalog.pg_type'::pg_catalog.regclass
                AND d.classid IN ('pg_catalog.pg_proc'::pg_catalog.regclass, 'pg_catalog.pg_cast'::pg_catalog.regclass)
            """,
            row =>
            {
                if (query.Catalog.Find<RangeType>(CatalogOid.Type, row.Oid("refobjid")) is { } range)
                    query.Catalog.AddAlias(new ObjectAddress(row.Oid("classid"), row.Oid("objid")), range);
            },
            cancellationToken).ConfigureAwait(false);
    }

    private static string? QualifiedOrNull(CatalogRow row, string schema, string name) =>
        row.IsNull(name) ? null : Sql.Qualified(row.Text(schema), row.Text(name));
}
