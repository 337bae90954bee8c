namespace PgBackup.Schema;

/// <summary>Makes objects of those NOT NULL constraints that need a statement of their own; the others stay with their columns.</summary>
internal sealed class NotNullConstraintReader : IObjectReader
{
    private const string Commented = """
        SELECT con.oid
        FROM pg_catalog.pg_description d
        JOIN pg_catalog.pg_constraint con ON con.oid = d.objoid
        WHERE d.classoid = 2606 AND con.contype = 'n' AND con.conrelid <> 0
        """;

    public async Task ReadAsync(CatalogQuery query, CancellationToken cancellationToken)
    {
        if (!query.Server.IsAtLeast(18))
            return;
        var commented = new HashSet<uint>();
        await query.ForEachAsync(Commented, row => commented.Add(row.Oid("oid")), cancellationToken).ConfigureAwait(false);

        var tables = query.Catalog.Objects.OfType<Table>().ToList();
        var seen = new HashSet<Table>();
        foreach (var table in tables)
            MarkAddedLater(table, seen);
        var made = new Dictionary<Column, NotNullConstraint>();
        foreach (var table in tables)
        {
            foreach (var column in table.Columns)
            {
                if (column.NotNull is { } notNull && (notNull.IsAddedLater || commented.Contains(notNull.ConstraintOid)))
                    made.Add(column, Make(query.Catalog, table, column, notNull));
            }
        }

        foreach (var constraint in made.Values)
            OrderAmongParents(constraint, made);
    }

    private static void MarkAddedLater(Table table, HashSet<Table> seen)
    {
        if (!seen.Add(table))
            return;
        foreach (var parent in table.Parents)
            MarkAddedLater(parent, seen);
        foreach (var column in table.Columns)
        {
            if (column.NotNull is not { } notNull)
                continue;
            var comesLater = !notNull.IsLocal && ComesLater(ParentColumns(table, column));
            if (comesLater && table.IsPartition && ParentColumns(table, column).All(p => p.NotNull?.Name != notNull.Name))
            {
                // The partition had it before it was attached: the parent's would come down under the parent's name.
                notNull.IsLocal = true;
                notNull.IsLocalUntilAttached = true;
                comesLater = false;
            }

            notNull.IsAddedLater = !notNull.IsValid || comesLater;
        }
    }

    private static bool ComesLater(IEnumerable<Column> parents)
    {
        var inherited = parents.Select(p => p.NotNull).Where(n => n is { IsNoInherit: false }).ToList();
        return inherited.Count > 0 && inherited.TrueForAll(n => n!.IsAddedLater);
    }

    private static NotNullConstraint Make(Catalog catalog, Table table, Column column, NotNull notNull)
    {
        var constraint = new NotNullConstraint(table, column)
        {
            Address = new ObjectAddress(CatalogOid.Constraint, notNull.ConstraintOid),
            Name = notNull.Name!,
            InlineIn = notNull.IsAddedLater ? null : table,
        };
        catalog.Add(constraint);
        return constraint;
    }

    // A child's own comes before the parent's, which could not take over its name; one that a child only inherits comes with the parent's.
    private static void OrderAmongParents(NotNullConstraint constraint, Dictionary<Column, NotNullConstraint> made)
    {
        var notNull = constraint.Column.NotNull!;
        if (!notNull.IsAddedLater)
            return;
        foreach (var column in ParentColumns((Table)constraint.Table, constraint.Column))
        {
            if (!made.TryGetValue(column, out var parent) || !column.NotNull!.IsAddedLater)
                continue;
            if (notNull.IsLocal)
                parent.Dependencies.Add(constraint);
            else
                constraint.Dependencies.Add(parent);
        }
    }

    private static IEnumerable<Column> ParentColumns(Table table, Column column) =>
        table.Parents.Select(p => p.FindColumn(column.Name)).OfType<Column>();
}
