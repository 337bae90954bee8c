using PgBackup.Postgres;

namespace PgBackup.Schema;

/// <summary>Reads the aggregate functions.</summary>
internal sealed class AggregateReader : IObjectReader
{
    public Task ReadAsync(CatalogQuery query, CancellationToken cancellationToken) => query.ForEachAsync(
        """
        SELECT p.oid, n.nspname, p.proname, p.proowner, a.aggkind, p.proparallel,
            pg_catalog.pg_get_function_arguments(p.oid) AS arguments,
            pg_catalog.pg_get_function_identity_arguments(p.oid) AS identity_arguments,
            ARRAY(
                SELECT pg_catalog.format_type(at.type, NULL)
                FROM pg_catalog.unnest(p.proargtypes::pg_catalog.oid[]) WITH ORDINALITY AS at(type, position)
                ORDER BY at.position
            ) AS argument_types,
            a.aggtransfn::pg_catalog.text AS transfn, pg_catalog.format_type(a.aggtranstype, NULL) AS transtype,
            a.aggtransspace, a.agginitval,
            NULLIF(a.aggfinalfn, 0)::pg_catalog.regproc::pg_catalog.text AS finalfn, a.aggfinalextra, a.aggfinalmodify,
            NULLIF(a.aggcombinefn, 0)::pg_catalog.regproc::pg_catalog.text AS combinefn,
            NULLIF(a.aggserialfn, 0)::pg_catalog.regproc::pg_catalog.text AS serialfn,
            NULLIF(a.aggdeserialfn, 0)::pg_catalog.regproc::pg_catalog.text AS deserialfn,
            NULLIF(a.aggmtransfn, 0)::pg_catalog.regproc::pg_catalog.text AS mtransfn,
            NULLIF(a.aggminvtransfn, 0)::pg_catalog.regproc::pg_catalog.text AS minvtransfn,
            CASE WHEN a.aggmtranstype <> 0 THEN pg_catalog.format_type(a.aggmtranstype, NULL) END AS mtranstype,
            a.aggmtransspace, a.aggminitval,
            NULLIF(a.aggmfinalfn, 0)::pg_catalog.regproc::pg_catalog.text AS mfinalfn, a.aggmfinalextra, a.aggmfinalmodify,
            son.nspname AS sort_schema, so.oprname AS sort_operator
        FROM pg_catalog.pg_aggregate a
        JOIN pg_catalog.pg_proc p ON p.oid = a.aggfnoid
        JOIN pg_catalog.pg_namespace n ON n.oid = p.pronamespace
        LEFT JOIN pg_catalog.pg_operator so ON so.oid = a.aggsortop
        LEFT JOIN pg_catalog.pg_namespace son ON son.oid = so.oprnamespace
        WHERE n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'
        """,
        row => query.Catalog.Add(new Aggregate
        {
            Address = new ObjectAddress(CatalogOid.Function, row.Oid("oid")),
            Schema = row.Text("nspname"),
            Name = row.Text("proname"),
            Owner = query.RoleName(row.Oid("proowner")),
            AggregateKind = row.Char("aggkind"),
            Arguments = row.Text("arguments"),
            IdentityArguments = row.Text("identity_arguments"),
            ArgumentTypes = row.TextArray("argument_types"),
            Transition = PlainTransition(row),
            MovingTransition = row.IsNull("mtransfn") ? null : MovingTransition(row),
            Combine = row.TextOrNull("combinefn"),
            Serialize = row.TextOrNull("serialfn"),
            Deserialize = row.TextOrNull("deserialfn"),
            SortOperator = row.IsNull("sort_operator") ? null : Sql.Operator(row.Text("sort_schema"), row.Text("sort_operator")),
            Parallel = row.Char("proparallel"),
        }),
        cancellationToken);

    private static AggregateTransition PlainTransition(CatalogRow row) => new()
    {
        Function = row.Text("transfn"),
        StateType = row.Text("transtype"),
        StateSpace = row.Int("aggtransspace"),
        InitialCondition = row.TextOrNull("agginitval"),
        Final = row.TextOrNull("finalfn"),
        FinalTakesExtra = row.Bool("aggfinalextra"),
        FinalModify = row.Char("aggfinalmodify"),
    };

    private static AggregateTransition MovingTransition(CatalogRow row) => new()
    {
        Function = row.Text("mtransfn"),
        Inverse = row.Text("minvtransfn"),
        StateType = row.Text("mtranstype"),
        StateSpace = row.Int("aggmtransspace"),
        InitialCondition = row.TextOrNull("aggminitval"),
        Final = row.TextOrNull("mfinalfn"),
        FinalTakesExtra = row.Bool("aggmfinalextra"),
        FinalModify = row.Char("aggmfinalmodify"),
    };
}
