namespace PgBackup.Schema;

/// <summary>Reads triggers. Partitions get clones of a partitioned table's row triggers by themselves; only a clone's own state is kept.
/// </summary>
internal sealed class TriggerReader : IObjectReader
{
    // Until 14 clones are marked as internal, later not. Constraints other than constraint triggers bring their own triggers.
    private const string Query = """
        SELECT t.oid, t.tgname, t.tgrelid, t.tgparentid, t.tgenabled, (t.tgtype & 1) <> 0 AS is_row_trigger, con.oid AS constraint,
               t.tgenabled <> p.tgenabled AS has_own_state,
               CASE WHEN t.tgparentid = 0 THEN pg_catalog.pg_get_triggerdef(t.oid, false) END AS definition
        FROM pg_catalog.pg_trigger t
        JOIN pg_catalog.pg_class c ON c.oid = t.tgrelid
        JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
        LEFT JOIN pg_catalog.pg_trigger p ON p.oid = t.tgparentid
        LEFT JOIN pg_catalog.pg_constraint con ON con.oid = t.tgconstraint
        WHERE (NOT t.tgisinternal OR t.tgparentid <> 0)
          AND (t.tgconstraint = 0 OR con.contype = 't')
          AND n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'
        """;

    public async Task ReadAsync(CatalogQuery query, CancellationToken cancellationToken)
    {
        var clones = new Dictionary<uint, Clone>();
        await query.ForEachAsync(
            Query,
            row =>
            {
                if (query.Catalog.Find<Relation>(CatalogOid.Relation, row.Oid("tgrelid")) is not { } table)
                    return;
                if (row.Oid("tgparentid") != 0)
                {
                    clones.Add(row.Oid("oid"), Clone.Read(row, table));
                    return;
                }

                var trigger = ReadTrigger(row, table);
                query.Catalog.Add(trigger);
                if (trigger.Constraint is { } constraint)
                    query.Catalog.AddAlias(constraint, trigger);
            },
            cancellationToken).ConfigureAwait(false);

        foreach (var (oid, clone) in clones)
            AddState(oid, clone);

        // Adds the states of the ancestors first: disabling the trigger of a partitioned table disables those of its partitions.
        PartitionTriggerState? AddState(uint oid, Clone clone)
        {
            if (!clone.HasOwnState || clone.State is not null)
                return clone.State;

            var ancestor = clone;
            PartitionTriggerState? above = null;
            while (above is null && clones.TryGetValue(ancestor.Parent, out var next))
            {
                above = AddState(ancestor.Parent, next);
                ancestor = next;
            }

            // Climb on to the original, whose name the clones get.
            while (clones.TryGetValue(ancestor.Parent, out var next))
                ancestor = next;
            if (query.Catalog.Find<Trigger>(CatalogOid.Trigger, ancestor.Parent) is not { } original)
                return null;

            var state = new PartitionTriggerState(clone.Table)
            {
                Address = new ObjectAddress(CatalogOid.Trigger, oid),
                Name = clone.Name,
                TriggerName = original.Name,
                State = clone.Enabled,
            };
            state.Dependencies.Add(original);
            if (above is not null)
                state.Dependencies.Add(above);
            query.Catalog.Add(state);
            return clone.State = state;
        }
    }

    private static Trigger ReadTrigger(CatalogRow row, Relation table) => new(table)
    {
        Address = new ObjectAddress(CatalogOid.Trigger, row.Oid("oid")),
        Name = row.Text("tgname"),
        Definition = row.Text("definition"),
        Constraint = row.IsNull("constraint") ? null : new ObjectAddress(CatalogOid.Constraint, row.Oid("constraint")),
        IsRowTrigger = row.Bool("is_row_trigger"),
        State = row.FiringState("tgenabled"),
    };

    private sealed class Clone(Relation table)
    {
        public Relation Table { get; } = table;

        public required string Name { get; init; }

        public required uint Parent { get; init; }

        public required FiringState Enabled { get; init; }

        public required bool HasOwnState { get; init; }

        public PartitionTriggerState? State { get; set; }

        public static Clone Read(CatalogRow row, Relation table) => new(table)
        {
            Name = row.Text("tgname"),
            Parent = row.Oid("tgparentid"),
            Enabled = row.FiringState("tgenabled"),
            HasOwnState = row.Bool("has_own_state"),
        };
    }
}
