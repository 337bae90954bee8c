using PgBackup.Postgres;

namespace PgBackup.Schema;

/// <summary>Reads the domains, then their constraints.</summary>
internal sealed class DomainReader : IObjectReader
{
    // One that calls functions is made behind the data, but the server cannot add it to a domain that other types contain.
    private const string IsPostponed = $"""
        {CheckFunctions.Called}
        AND NOT EXISTS (
            SELECT FROM pg_catalog.pg_type d, pg_catalog.pg_attribute a, pg_catalog.pg_class r
            WHERE d.oid = c.contypid AND r.oid = a.attrelid AND NOT a.attisdropped
                AND (a.atttypid = d.typarray OR (a.atttypid = d.oid AND r.relkind = 'c')))
        AND NOT EXISTS (SELECT FROM pg_catalog.pg_type d WHERE d.typbasetype = c.contypid)
        AND NOT EXISTS (SELECT FROM pg_catalog.pg_range r WHERE r.rngsubtype = c.contypid)
        """;

    public async Task ReadAsync(CatalogQuery query, CancellationToken cancellationToken)
    {
        await query.ForEachAsync(
            """
            SELECT t.oid, n.nspname, t.typname, t.typowner, t.typarray, t.typnotnull,
                pg_catalog.format_type(t.typbasetype, t.typtypmod) AS base_type,
                pg_catalog.pg_get_expr(t.typdefaultbin, 'pg_catalog.pg_type'::pg_catalog.regclass) AS default_expression, t.typdefault,
                cn.nspname AS collation_schema, co.collname AS collation
            FROM pg_catalog.pg_type t
            JOIN pg_catalog.pg_namespace n ON n.oid = t.typnamespace
            JOIN pg_catalog.pg_type b ON b.oid = t.typbasetype
            LEFT JOIN pg_catalog.pg_collation co ON co.oid = t.typcollation AND t.typcollation <> b.typcollation
            LEFT JOIN pg_catalog.pg_namespace cn ON cn.oid = co.collnamespace
            WHERE t.typtype = 'd' AND n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'
            """,
            row => UserType.AddTo(
                query.Catalog,
                new Domain
                {
                    Address = new ObjectAddress(CatalogOid.Type, row.Oid("oid")),
                    Schema = row.Text("nspname"),
                    Name = row.Text("typname"),
                    Owner = query.RoleName(row.Oid("typowner")),
                    BaseType = row.Text("base_type"),
                    Collation = row.IsNull("collation") ? null : Sql.Qualified(row.Text("collation_schema"), row.Text("collation")),
                    Default = row.TextOrNull("default_expression") ?? (row.TextOrNull("typdefault") is { } text ? Sql.Literal(text) : null),
                    NotNull = row.Bool("typnotnull"),
                },
                row.Oid("typarray")),
            cancellationToken).ConfigureAwait(false);

        await query.ForEachAsync(
            $"""
            SELECT c.oid, n.nspname, c.conname, c.contypid, c.contype, c.convalidated AND NOT ({IsPostponed}) AS is_inline,
                pg_catalog.pg_get_constraintdef(c.oid) AS definition
            FROM pg_catalog.pg_constraint c
            JOIN pg_catalog.pg_namespace n ON n.oid = c.connamespace
            WHERE c.contypid <> 0 AND n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'
            ORDER BY c.contypid, c.conname
            """,
            row => AddConstraint(query.Catalog, row),
            cancellationToken).ConfigureAwait(false);
    }

    private static void AddConstraint(Catalog catalog, CatalogRow row)
    {
        if (catalog.Find<Domain>(CatalogOid.Type, row.Oid("contypid")) is not { } domain)
            return;
        var constraint = new DomainConstraint
        {
            Address = new ObjectAddress(CatalogOid.Constraint, row.Oid("oid")),
            Schema = row.Text("nspname"),
            Name = row.Text("conname"),
            Domain = domain,
            IsNotNull = row.Char("contype") == 'n',
            Definition = row.Text("definition"),
            InlineIn = row.Bool("is_inline") ? domain : null,
        };
        domain.Constraints.Add(constraint);
        catalog.Add(constraint);
    }
}
