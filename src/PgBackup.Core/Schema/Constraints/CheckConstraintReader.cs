namespace PgBackup.Schema;

/// <summary>Reads the check constraints of tables; those of domains belong to their domains.</summary>
internal sealed class CheckConstraintReader : IObjectReader
{
    public Task ReadAsync(CatalogQuery query, CancellationToken cancellationToken) => query.ForEachAsync(
        Query,
        row =>
        {
            if (query.Catalog.Find<Table>(CatalogOid.Relation, row.Oid("conrelid")) is not { } table)
                return;

            var constraint = new CheckConstraint(table)
            {
                Address = new ObjectAddress(CatalogOid.Constraint, row.Oid("oid")),
                Name = row.Text("conname"),
                Definition = row.Text("definition"),
            };
            query.Catalog.Add(constraint);

            // Rows that break a constraint which was never validated must be there before it is, and rows that its functions read, too.
            if (row.Bool("is_inline"))
            {
                constraint.InlineIn = table;
                table.InlineConstraints.Add(constraint);
            }
        },
        cancellationToken);

    // A merely inherited constraint comes with its parent, but a partition is made apart from its parent and must have it to be attached.
    // One that is not valid (or not enforced) never is inline, so its partitions get it from the parent.
    // The same holds for one that calls functions.
    private const string Query = $"""
        WITH con AS ({CheckFunctions.Constraints})
        SELECT con.oid, con.conname, con.conrelid, con.is_inline, pg_catalog.pg_get_constraintdef(con.oid) AS definition
        FROM con
        JOIN pg_catalog.pg_class c ON c.oid = con.conrelid
        JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
        WHERE (con.conislocal OR (c.relispartition AND con.is_inline))
          AND n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'
        ORDER BY con.conrelid, con.conname
        """;
}
