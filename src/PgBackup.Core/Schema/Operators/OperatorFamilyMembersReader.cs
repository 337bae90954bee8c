using PgBackup.Postgres;

namespace PgBackup.Schema;

/// <summary>Reads which operators and functions of the user have been added to families of the server or of extensions, apart from any
/// class.</summary>
/// <remarks>The catalog does not tell who added a member. What an extension adds is taken for its own, whatever the family.</remarks>
internal sealed class OperatorFamilyMembersReader : IObjectReader
{
    private const string Query = """
        WITH member AS (
            SELECT 'pg_catalog.pg_amop'::pg_catalog.regclass AS catalog, o.oid, o.amopfamily AS family,
                'pg_catalog.pg_operator'::pg_catalog.regclass AS used_catalog, o.amopopr AS used,
                pg_catalog.format('OPERATOR %s %s', o.amopstrategy, o.amopopr::pg_catalog.regoperator) AS text,
                o.amopsortfamily AS sort_family
            FROM pg_catalog.pg_amop o
            UNION ALL
            SELECT 'pg_catalog.pg_amproc'::pg_catalog.regclass, p.oid, p.amprocfamily,
                'pg_catalog.pg_proc'::pg_catalog.regclass, p.amproc::pg_catalog.oid,
                pg_catalog.format('FUNCTION %s (%s, %s) %s', p.amprocnum, pg_catalog.format_type(p.amproclefttype, NULL),
                    pg_catalog.format_type(p.amprocrighttype, NULL), p.amproc::pg_catalog.oid::pg_catalog.regprocedure),
                0::pg_catalog.oid
            FROM pg_catalog.pg_amproc p
        )
        SELECT m.catalog::pg_catalog.oid AS catalog, m.oid, m.text, f.oid AS family, n.nspname, f.opfname, a.amname,
            sn.nspname AS sort_schema, sf.opfname AS sort_family
        FROM member m
        JOIN pg_catalog.pg_opfamily f ON f.oid = m.family
        JOIN pg_catalog.pg_namespace n ON n.oid = f.opfnamespace
        JOIN pg_catalog.pg_am a ON a.oid = f.opfmethod
        LEFT JOIN pg_catalog.pg_opfamily sf ON sf.oid = m.sort_family
        LEFT JOIN pg_catalog.pg_namespace sn ON sn.oid = sf.opfnamespace
        WHERE m.oid >= 16384 AND m.used >= 16384
            AND (f.oid < 16384 OR EXISTS (
                SELECT FROM pg_catalog.pg_depend d
                WHERE d.classid = 'pg_catalog.pg_opfamily'::pg_catalog.regclass AND d.objid = f.oid AND d.deptype = 'e'))
            AND NOT EXISTS (
                SELECT FROM pg_catalog.pg_depend d WHERE d.classid = m.used_catalog AND d.objid = m.used AND d.deptype = 'e')
            AND NOT EXISTS (
                SELECT FROM pg_catalog.pg_depend d
                WHERE d.classid = m.catalog AND d.objid = m.oid AND d.refclassid = 'pg_catalog.pg_opclass'::pg_catalog.regclass
                    AND d.deptype IN ('i', 'a'))
        ORDER BY n.nspname, f.opfname, a.amname, m.catalog, m.oid
        """;

    public async Task ReadAsync(CatalogQuery query, CancellationToken cancellationToken)
    {
        var byFamily = new Dictionary<uint, OperatorFamilyMembers>();
        await query.ForEachAsync(
            Query,
            row =>
            {
                var family = new ObjectAddress(CatalogOid.OperatorFamily, row.Oid("family"));
                if (!byFamily.TryGetValue(family.ObjectId, out var members))
                {
                    byFamily.Add(family.ObjectId, members = new OperatorFamilyMembers
                    {
                        Address = family,
                        Name = row.Text("opfname"),
                        Family = $"{Sql.Qualified(row.Text("nspname"), row.Text("opfname"))} USING {Sql.Identifier(row.Text("amname"))}",
                    });
                    if (query.Catalog.Find(family) is { } ofExtension)
                        members.Dependencies.Add(ofExtension);
                    query.Catalog.AddUnaddressed(members);
                }

                var text = row.Text("text");
                if (!row.IsNull("sort_family"))
                    text += $" FOR ORDER BY {Sql.Qualified(row.Text("sort_schema"), row.Text("sort_family"))}";
                members.Members.Add(text);
                query.Catalog.AddAlias(new ObjectAddress(row.Oid("catalog"), row.Oid("oid")), members);
            },
            cancellationToken).ConfigureAwait(false);
    }
}
