namespace PgBackup.Schema;

/// <summary>Reads the base types; the array types that the server makes are not among them.</summary>
internal sealed class BaseTypeReader : IObjectReader
{
    public Task ReadAsync(CatalogQuery query, CancellationToken cancellationToken)
    {
        var subscript = query.Server.Since(14, "NULLIF(t.typsubscript, 0)::pg_catalog.regproc::pg_catalog.text");

        return query.ForEachAsync(
            $"""
            SELECT t.oid, n.nspname, t.typname, t.typowner, t.typarray, t.typnamespace, t.typlen::int4 AS typlen,
                t.typinput::pg_catalog.text AS typinput, t.typoutput::pg_catalog.text AS typoutput,
                NULLIF(t.typreceive, 0)::pg_catalog.regproc::pg_catalog.text AS typreceive,
                NULLIF(t.typsend, 0)::pg_catalog.regproc::pg_catalog.text AS typsend,
                NULLIF(t.typmodin, 0)::pg_catalog.regproc::pg_catalog.text AS typmodin,
                NULLIF(t.typmodout, 0)::pg_catalog.regproc::pg_catalog.text AS typmodout,
                NULLIF(t.typanalyze, 0)::pg_catalog.regproc::pg_catalog.text AS typanalyze,
                {subscript} AS typsubscript,
                t.typcollation <> 0 AS collatable, t.typdefault,
                CASE WHEN t.typelem <> 0 THEN pg_catalog.format_type(t.typelem, NULL) END AS element,
                t.typcategory, t.typispreferred, t.typdelim, t.typalign, t.typstorage, t.typbyval
            FROM pg_catalog.pg_type t
            JOIN pg_catalog.pg_namespace n ON n.oid = t.typnamespace
            WHERE t.typtype = 'b' AND t.typisdefined AND n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'
                AND NOT EXISTS (SELECT FROM pg_catalog.pg_type e WHERE e.oid = t.typelem AND e.typarray = t.oid)
            """,
            row =>
            {
                var type = Read(query, row);
                UserType.AddTo(query.Catalog, type, row.Oid("typarray"));
                type.AddShell(query.Catalog, row.Oid("typnamespace"));
            },
            cancellationToken);
    }

    private static BaseType Read(CatalogQuery query, CatalogRow row) => new()
    {
        Address = new ObjectAddress(CatalogOid.Type, row.Oid("oid")),
        Schema = row.Text("nspname"),
        Name = row.Text("typname"),
        Owner = query.RoleName(row.Oid("typowner")),
        Length = row.Int("typlen"),
        Input = row.Text("typinput"),
        Output = row.Text("typoutput"),
        Receive = row.TextOrNull("typreceive"),
        Send = row.TextOrNull("typsend"),
        ModifierInput = row.TextOrNull("typmodin"),
        ModifierOutput = row.TextOrNull("typmodout"),
        Analyze = row.TextOrNull("typanalyze"),
        Subscript = row.TextOrNull("typsubscript"),
        IsCollatable = row.Bool("collatable"),
        Default = row.TextOrNull("typdefault"),
        Element = row.TextOrNull("element"),
        Category = row.Char("typcategory"),
        IsPreferred = row.Bool("typispreferred"),
        Delimiter = row.Char("typdelim"),
        Alignment = row.Char("typalign"),
        Storage = row.Char("typstorage"),
        IsPassedByValue = row.Bool("typbyval"),
    };
}
