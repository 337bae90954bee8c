using PgBackup.Postgres;

namespace PgBackup.Schema;

/// <summary>Reads the operators. One without a function is but a reference, which another's commutator or negator makes again.</summary>
internal sealed class OperatorReader : IObjectReader
{
    public Task ReadAsync(CatalogQuery query, CancellationToken cancellationToken) => query.ForEachAsync(
        """
        SELECT o.oid, n.nspname, o.oprname, o.oprowner, o.oprcode::pg_catalog.text AS oprcode,
            CASE WHEN o.oprleft <> 0 THEN pg_catalog.format_type(o.oprleft, NULL) END AS left_type,
            CASE WHEN o.oprright <> 0 THEN pg_catalog.format_type(o.oprright, NULL) END AS right_type,
            cn.nspname AS commutator_schema, c.oprname AS commutator,
            nn.nspname AS negator_schema, g.oprname AS negator,
            o.oprcanmerge, o.oprcanhash,
            NULLIF(o.oprrest, 0)::pg_catalog.regproc::pg_catalog.text AS oprrest,
            NULLIF(o.oprjoin, 0)::pg_catalog.regproc::pg_catalog.text AS oprjoin
        FROM pg_catalog.pg_operator o
        JOIN pg_catalog.pg_namespace n ON n.oid = o.oprnamespace
        LEFT JOIN pg_catalog.pg_operator c ON c.oid = o.oprcom
        LEFT JOIN pg_catalog.pg_namespace cn ON cn.oid = c.oprnamespace
        LEFT JOIN pg_catalog.pg_operator g ON g.oid = o.oprnegate
        LEFT JOIN pg_catalog.pg_namespace nn ON nn.oid = g.oprnamespace
        WHERE o.oprcode <> 0 AND n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'
        """,
        row => query.Catalog.Add(new Operator
        {
            Address = new ObjectAddress(CatalogOid.Operator, row.Oid("oid")),
            Schema = row.Text("nspname"),
            Name = row.Text("oprname"),
            Owner = query.RoleName(row.Oid("oprowner")),
            Function = row.Text("oprcode"),
            LeftType = row.TextOrNull("left_type"),
            RightType = row.TextOrNull("right_type"),
            Commutator = row.IsNull("commutator") ? null : Sql.Operator(row.Text("commutator_schema"), row.Text("commutator")),
            Negator = row.IsNull("negator") ? null : Sql.Operator(row.Text("negator_schema"), row.Text("negator")),
            CanMerge = row.Bool("oprcanmerge"),
            CanHash = row.Bool("oprcanhash"),
            RestrictEstimator = row.TextOrNull("oprrest"),
            JoinEstimator = row.TextOrNull("oprjoin"),
        }),
        cancellationToken);
}
