using PgBackup.Postgres;

namespace PgBackup.Schema;

/// <summary>Reads the members of operator classes and families. A member's dependency says to which of the two it belongs.</summary>
/// <remarks>Members keep the order in which they were made: <c>pg_dump</c>'s order within one number follows from it.</remarks>
internal sealed class OperatorMemberReader : IObjectReader
{
    public async Task ReadAsync(CatalogQuery query, CancellationToken cancellationToken)
    {
        await query.ForEachAsync(
            """
            SELECT o.oid, d.refclassid, d.refobjid, o.amopstrategy::int4 AS number,
                o.amopopr::pg_catalog.regoperator::pg_catalog.text AS operator, fn.nspname AS sort_schema, f.opfname AS sort_family
            FROM pg_catalog.pg_amop o
            JOIN pg_catalog.pg_depend d ON d.classid = 'pg_catalog.pg_amop'::pg_catalog.regclass AND d.objid = o.oid
                AND d.refclassid IN ('pg_catalog.pg_opclass'::pg_catalog.regclass, 'pg_catalog.pg_opfamily'::pg_catalog.regclass)
                AND d.deptype IN ('i', 'a')
            LEFT JOIN pg_catalog.pg_opfamily f ON f.oid = o.amopsortfamily
            LEFT JOIN pg_catalog.pg_namespace fn ON fn.oid = f.opfnamespace
            ORDER BY d.refobjid, o.oid
            """,
            row =>
            {
                var text = $"OPERATOR {row.Int("number")} {row.Text("operator")}";
                if (!row.IsNull("sort_family"))
                    text += $" FOR ORDER BY {Sql.Qualified(row.Text("sort_schema"), row.Text("sort_family"))}";
                Add(query.Catalog, row, CatalogOid.AccessMethodOperator, text);
            },
            cancellationToken).ConfigureAwait(false);

        await query.ForEachAsync(
            """
            SELECT p.oid, d.refclassid, d.refobjid, p.amprocnum::int4 AS number,
                pg_catalog.format_type(p.amproclefttype, NULL) AS left_type, pg_catalog.format_type(p.amprocrighttype, NULL) AS right_type,
                p.amproc::pg_catalog.oid::pg_catalog.regprocedure::pg_catalog.text AS function
            FROM pg_catalog.pg_amproc p
            JOIN pg_catalog.pg_depend d ON d.classid = 'pg_catalog.pg_amproc'::pg_catalog.regclass AND d.objid = p.oid
                AND d.refclassid IN ('pg_catalog.pg_opclass'::pg_catalog.regclass, 'pg_catalog.pg_opfamily'::pg_catalog.regclass)
                AND d.deptype IN ('i', 'a')
            ORDER BY d.refobjid, p.oid
            """,
            row => Add(
                query.Catalog,
                row,
                CatalogOid.AccessMethodProcedure,
                $"FUNCTION {row.Int("number")} ({row.Text("left_type")}, {row.Text("right_type")}) {row.Text("function")}"),
            cancellationToken).ConfigureAwait(false);
    }

    private static void Add(Catalog catalog, CatalogRow row, uint memberCatalog, string text)
    {
        var container = catalog.Find(new ObjectAddress(row.Oid("refclassid"), row.Oid("refobjid")));
        var members = container switch
        {
            OperatorClass operatorClass => operatorClass.Members,
            OperatorFamily family => family.Members,
            _ => null,
        };
        if (members is null)
            return;
        members.Add(text);
        catalog.AddAlias(new ObjectAddress(memberCatalog, row.Oid("oid")), container!);
    }
}
