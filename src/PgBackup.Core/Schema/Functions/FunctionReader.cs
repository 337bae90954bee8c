namespace PgBackup.Schema;

/// <summary>Reads functions, window functions and procedures. A range's constructors belong to the range and are not among them.</summary>
internal sealed class FunctionReader : IObjectReader
{
    public Task ReadAsync(CatalogQuery query, CancellationToken cancellationToken)
    {
        var sqlBody = query.Server.Since(14, "pg_catalog.pg_get_function_sqlbody(p.oid)");

        return query.ForEachAsync(
            $"""
            SELECT p.oid, n.nspname, p.proname, p.proowner, p.prokind, l.lanname,
                pg_catalog.pg_get_function_arguments(p.oid) AS arguments,
                pg_catalog.pg_get_function_identity_arguments(p.oid) AS identity_arguments,
                CASE WHEN p.prokind <> 'p' THEN pg_catalog.pg_get_function_result(p.oid) END AS result,
                ARRAY(
                    SELECT pg_catalog.format_type(tt.type, NULL) FROM pg_catalog.unnest(p.protrftypes) WITH ORDINALITY AS tt(type, position)
                    ORDER BY tt.position
                ) AS transform_types,
                p.provolatile, p.proisstrict, p.prosecdef, p.proleakproof, p.proparallel,
                CASE WHEN p.procost <> 0 AND p.procost <> CASE WHEN l.lanname IN ('c', 'internal') THEN 1 ELSE 100 END
                    THEN p.procost::pg_catalog.text END AS cost,
                CASE WHEN p.proretset AND p.prorows <> 0 AND p.prorows <> 1000 THEN p.prorows::pg_catalog.text END AS rows,
                NULLIF(p.prosupport, 0)::pg_catalog.regproc::pg_catalog.text AS support,
                p.proconfig, NULLIF(p.probin, '') AS probin, p.prosrc, {sqlBody} AS sql_body
            FROM pg_catalog.pg_proc p
            JOIN pg_catalog.pg_namespace n ON n.oid = p.pronamespace
            JOIN pg_catalog.pg_language l ON l.oid = p.prolang
            WHERE p.prokind <> 'a' AND n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'
                AND NOT EXISTS (
                    SELECT FROM pg_catalog.pg_depend d
                    WHERE d.classid = 'pg_catalog.pg_proc'::pg_catalog.regclass AND d.objid = p.oid AND d.deptype = 'i')
            """,
            row => query.Catalog.Add(new Function
            {
                Address = new ObjectAddress(CatalogOid.Function, row.Oid("oid")),
                Schema = row.Text("nspname"),
                Name = row.Text("proname"),
                Owner = query.RoleName(row.Oid("proowner")),
                ProKind = row.Char("prokind"),
                Language = row.Text("lanname"),
                Arguments = row.Text("arguments"),
                IdentityArguments = row.Text("identity_arguments"),
                Result = row.TextOrNull("result"),
                TransformTypes = row.TextArray("transform_types"),
                Volatility = row.Char("provolatile"),
                IsStrict = row.Bool("proisstrict"),
                IsSecurityDefiner = row.Bool("prosecdef"),
                IsLeakProof = row.Bool("proleakproof"),
                Cost = row.TextOrNull("cost"),
                Rows = row.TextOrNull("rows"),
                Support = row.TextOrNull("support"),
                Parallel = row.Char("proparallel"),
                Settings = [.. row.TextArray("proconfig").Select(ConfigurationSetting.Parse)],
                Library = row.TextOrNull("probin"),
                Source = row.Text("prosrc"),
                SqlBody = row.TextOrNull("sql_body"),
            }),
            cancellationToken);
    }
}
