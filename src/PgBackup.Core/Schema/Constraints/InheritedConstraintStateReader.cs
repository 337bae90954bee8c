namespace PgBackup.Schema;

/// <summary>Reads inherited constraints that differ from their parents'.</summary>
internal sealed class InheritedConstraintStateReader : IObjectReader
{
    // Validated rows under a parent that is not valid. Partitions have such a constraint in their own definition.
    private static string CheckQuery(string enforced) => $"""
        SELECT DISTINCT ON (con.oid) con.oid, con.conrelid, con.conname, parent.oid AS origin, true AS is_validated
        FROM pg_catalog.pg_constraint con
        JOIN pg_catalog.pg_class c ON c.oid = con.conrelid
        JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
        JOIN pg_catalog.pg_inherits inh ON inh.inhrelid = con.conrelid
        JOIN pg_catalog.pg_constraint parent
          ON parent.conrelid = inh.inhparent AND parent.conname = con.conname AND parent.contype = 'c' AND NOT parent.convalidated
        WHERE con.contype = 'c' AND con.convalidated AND NOT con.conislocal AND NOT c.relispartition{enforced}
          AND n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'
        ORDER BY con.oid
        """;

    // A partition that was attached with a foreign key of its own keeps that one's name; the rest come from the partitioned table's.
    // A name that another constraint of the partition has says nothing about what the server will choose.
    private const string ForeignKeyQuery = """
        WITH RECURSIVE inherited AS (
            SELECT con.oid, con.conrelid, con.conname, con.convalidated, parent.convalidated AS is_parent_validated,
                   parent.oid AS origin, parent.conname AS origin_name
            FROM pg_catalog.pg_constraint con
            JOIN pg_catalog.pg_constraint parent ON parent.oid = con.conparentid AND parent.conparentid = 0
            WHERE con.contype = 'f' AND con.conrelid <> parent.conrelid
            UNION ALL
            SELECT con.oid, con.conrelid, con.conname, con.convalidated, parent.convalidated, parent.origin, parent.origin_name
            FROM pg_catalog.pg_constraint con
            JOIN inherited parent ON parent.oid = con.conparentid
            WHERE con.conrelid <> parent.conrelid
        )
        SELECT i.oid, i.conrelid, i.conname, i.origin, i.convalidated AND NOT i.is_parent_validated AS is_validated
        FROM inherited i
        WHERE (i.conname <> i.origin_name OR i.convalidated AND NOT i.is_parent_validated)
          AND NOT EXISTS (SELECT FROM pg_catalog.pg_constraint other
                          WHERE other.conrelid = i.conrelid AND other.conname = i.origin_name AND other.oid <> i.oid)
        ORDER BY i.conrelid, i.conname
        """;

    public async Task ReadAsync(CatalogQuery query, CancellationToken cancellationToken)
    {
        var enforced = query.Server.Since(18, " AND parent.conenforced", "");
        foreach (var sql in new[] { CheckQuery(enforced), ForeignKeyQuery })
            await query.ForEachAsync(sql, row => Add(query.Catalog, row), cancellationToken).ConfigureAwait(false);
    }

    private static void Add(Catalog catalog, CatalogRow row)
    {
        if (catalog.Find<Relation>(CatalogOid.Relation, row.Oid("conrelid")) is not { } table
            || catalog.Find<TableConstraint>(CatalogOid.Constraint, row.Oid("origin")) is not { } origin)
            return;

        var state = new InheritedConstraintState(table)
        {
            Address = new ObjectAddress(CatalogOid.Constraint, row.Oid("oid")),
            Name = row.Text("conname"),
            Definition = origin.Definition,
            Origin = origin,
            IsValidated = row.Bool("is_validated"),
        };
        state.Dependencies.Add(origin);
        catalog.Add(state);
    }
}
