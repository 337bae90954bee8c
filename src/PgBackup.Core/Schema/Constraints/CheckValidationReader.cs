namespace PgBackup.Schema;

/// <summary>Reads inherited check constraints that are valid under one that is not. Those of partitions are in the definition of their
/// tables.</summary>
internal sealed class CheckValidationReader : IObjectReader
{
    public Task ReadAsync(CatalogQuery query, CancellationToken cancellationToken)
    {
        var enforced = query.Server.Since(18, "parent.conenforced", "true");
        return query.ForEachAsync(
            $"""
            WITH RECURSIVE valid AS (
                SELECT con.oid, con.conrelid, con.conname
                FROM pg_catalog.pg_constraint con
                JOIN pg_catalog.pg_class c ON c.oid = con.conrelid
                JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
                WHERE con.contype = 'c' AND con.convalidated AND NOT con.conislocal AND NOT c.relispartition
                  AND n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'
                  AND EXISTS (SELECT FROM pg_catalog.pg_inherits inh
                              JOIN pg_catalog.pg_constraint parent ON parent.conrelid = inh.inhparent
                              WHERE inh.inhrelid = con.conrelid AND parent.conname = con.conname
                                AND parent.contype = 'c' AND NOT parent.convalidated AND {enforced})
            ), ancestor (oid, relation) AS (
                SELECT valid.oid, valid.conrelid FROM valid
                UNION
                SELECT ancestor.oid, inh.inhparent
                FROM ancestor
                JOIN pg_catalog.pg_inherits inh ON inh.inhrelid = ancestor.relation
            )
            SELECT valid.oid, valid.conrelid, valid.conname, origin.oid AS origin,
                   pg_catalog.pg_get_constraintdef(valid.oid) AS definition
            FROM valid
            JOIN ancestor ON ancestor.oid = valid.oid
            JOIN pg_catalog.pg_constraint origin
              ON origin.conrelid = ancestor.relation AND origin.conname = valid.conname AND origin.contype = 'c' AND origin.oid <> valid.oid
            ORDER BY valid.oid
            """,
            row => Add(query.Catalog, row),
            cancellationToken);
    }

    private static void Add(Catalog catalog, CatalogRow row)
    {
        var address = new ObjectAddress(CatalogOid.Constraint, row.Oid("oid"));
        if (catalog.Find<Relation>(CatalogOid.Relation, row.Oid("conrelid")) is not { } table)
            return;

        // There is a row for each ancestor that has the constraint. Those that declare it have to come first.
        if (catalog.Find(address) is not { } validation)
        {
            validation = new CheckValidation(table) { Address = address, Name = row.Text("conname"), Definition = row.Text("definition") };
            catalog.Add(validation);
        }

        if (catalog.Find(new ObjectAddress(CatalogOid.Constraint, row.Oid("origin"))) is { } origin && origin != validation)
            validation.Dependencies.Add(origin);
    }
}
