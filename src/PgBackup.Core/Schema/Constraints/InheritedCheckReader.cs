namespace PgBackup.Schema;

/// <summary>Reads the check constraints that tables only have from their parents. Runs behind the reader of all others.</summary>
internal sealed class InheritedCheckReader : IObjectReader
{
    // A partition's are declared by it like its own, unless they are made behind the data: then they come with the parent's.
    private const string Query = $"""
        WITH con AS ({CheckFunctions.Constraints})
        SELECT con.oid, con.conname, con.conrelid, con.convalidated, con.is_inline, pg_catalog.pg_get_constraintdef(con.oid) AS definition
        FROM con
        JOIN pg_catalog.pg_class c ON c.oid = con.conrelid
        WHERE NOT con.conislocal AND NOT (c.relispartition AND con.is_inline)
        ORDER BY con.conrelid, con.conname
        """;

    public async Task ReadAsync(CatalogQuery query, CancellationToken cancellationToken)
    {
        var inherited = new List<InheritedCheck>();
        await query.ForEachAsync(
            Query,
            row =>
            {
                if (query.Catalog.Find<Table>(CatalogOid.Relation, row.Oid("conrelid")) is { } table)
                    inherited.Add(Read(table, row));
            },
            cancellationToken).ConfigureAwait(false);
        if (inherited.Count == 0)
            return;

        var all = new Dictionary<(Relation Table, string Name), TableConstraint>();
        foreach (var check in query.Catalog.Objects.OfType<CheckConstraint>())
            all.Add((check.Table, check.Name), check);
        foreach (var check in inherited)
            all.Add((check.Table, check.Name), check);
        var seen = new HashSet<InheritedCheck>();
        foreach (var check in inherited)
            Place(check, all, seen);
        foreach (var check in inherited)
        {
            query.Catalog.Add(check);
            ((Table)check.Table).InheritedChecks.Add(check);
        }
    }

    private static InheritedCheck Read(Table table, CatalogRow row) => new(table)
    {
        Address = new ObjectAddress(CatalogOid.Constraint, row.Oid("oid")),
        Name = row.Text("conname"),
        Definition = row.Text("definition"),
        IsValid = row.Bool("convalidated"),
        InlineIn = row.Bool("is_inline") ? table : null,
    };

    // Decides whether the table is made with the constraint, or gets it behind the data when its parents do.
    private static void Place(
        InheritedCheck check, Dictionary<(Relation Table, string Name), TableConstraint> all, HashSet<InheritedCheck> seen)
    {
        if (!seen.Add(check))
            return;
        var parents = new List<TableConstraint>();
        foreach (var table in ((Table)check.Table).Parents)
        {
            if (!all.TryGetValue((table, check.Name), out var parent))
                continue;
            if (parent is InheritedCheck inherited)
                Place(inherited, all, seen);
            parents.Add(parent);
        }

        check.IsOrphan = parents.Count == 0;
        if (check.InlineIn is not null && (check.IsOrphan || parents.Exists(p => p.InlineIn is not null)))
            return;
        check.InlineIn = null;
        check.Dependencies.UnionWith(parents);
    }
}
