using PgBackup.Postgres;
using PgBackup.Schema;

namespace PgBackup.Restore;

/// <summary>All that a restore will do, worked out before anything is touched.</summary>
internal sealed record InternalPlan
{
    public required TargetDatabase Target { get; init; }

    /// <summary>Gets the objects to drop, in that order.</summary>
    public required IReadOnlyList<SchemaObject> Drops { get; init; }

    /// <summary>Gets all objects of the target that go with <see cref="Drops"/>.</summary>
    public required IReadOnlySet<SchemaObject> Gone { get; init; }

    /// <summary>Gets what depends on dropped tables and is made again after the restore, in order.</summary>
    public IReadOnlyList<EntryDraft> Recreated { get; init; } = [];

    /// <summary>Gets the entries in order.</summary>
    public required IReadOnlyList<PlannedEntry> Entries { get; init; }

    /// <summary>Gets the tables that stay and are loaded.</summary>
    public required IReadOnlyList<Table> KeptTables { get; init; }

    /// <summary>Gets the foreign keys of the target that would stand in the way of the rows; they are taken off and put back.</summary>
    public required IReadOnlyList<ForeignKey> SuspendedForeignKeys { get; init; }

    /// <summary>Gets the statements that run otherwise than the backup has them.</summary>
    public required StatementChanges Changes { get; init; }

    public required IReadOnlyList<RestoreConflict> Conflicts { get; init; }

    public required IReadOnlyList<string> Warnings { get; init; }

    /// <summary>Finds a sequence of the target that stays.</summary>
    public Sequence? FindKeptSequence(BackupEntry position) =>
        Target.FindRelation(position.Schema!, position.Name) is Sequence sequence && !Gone.Contains(sequence) ? sequence : null;

    /// <summary>Finds the partitioned table to load rows through: where there is one, and the table is part of it.</summary>
    /// <param name="table">The table that the rows are of.</param>
    /// <param name="existing">The table in the target, where it stays.</param>
    public BackupTableName? LoadsThrough(BackupTable table, Table? existing)
    {
        if (table.LoadThrough is not { } through)
            return null;
        if (existing is null)
            return Exists(through) ? through : null;
        for (var above = existing; above.IsPartition && above.Parents is [var parent]; above = parent)
        {
            if (parent.Schema == through.Schema && parent.Name == through.Name)
                return through;
        }

        return null;
    }

    /// <summary>Turns the plan into what callers see.</summary>
    public RestorePlan ToPublic(string backupId, bool replacesRows)
    {
        var steps = new List<RestoreStep>();
        steps.AddRange(Drops.Select(d => new RestoreStep(RestoreAction.Drop, d.Kind.Name(), d.Identity)));
        steps.AddRange(
            SuspendedForeignKeys.Where(k => !k.IsAdopted).Select(k => new RestoreStep(RestoreAction.Drop, k.Kind.Name(), k.Identity)));
        if (replacesRows)
            steps.AddRange(KeptTables.Select(t => new RestoreStep(RestoreAction.Empty, t.Kind.Name(), t.QualifiedName)));
        var suspended = SuspendedForeignKeys.Select(k => k.Identity).ToHashSet(StringComparer.Ordinal);
        foreach (var (entry, action) in Entries)
        {
            if (action == RestoreAction.Keep && entry.Identity is not null && suspended.Contains(entry.Identity))
                continue;
            var name = Sql.Qualified(entry.Schema, entry.Name);
            steps.Add(new RestoreStep(action, entry.Kind, name, entry.Table?.Rows ?? 0, entry.Table?.Bytes ?? 0));
        }

        steps.AddRange(
            SuspendedForeignKeys.Select(k => new RestoreStep(RestoreAction.Create, k.Kind.Name(), Sql.Qualified(k.Schema, k.Name))));
        steps.AddRange(Recreated.Select(d => new RestoreStep(RestoreAction.Recreate, d.Kind.Name(), d.Source!.Identity)));
        return new RestorePlan
        {
            BackupId = backupId,
            Database = Target.Server.Database,
            Steps = steps,
            Conflicts = Conflicts,
            Warnings = Warnings,
        };
    }

    private bool Exists(BackupTableName name) =>
        (Target.FindRelation(name.Schema, name.Name) is { } relation && !Gone.Contains(relation))
        || Entries.Any(e => e.Action == RestoreAction.Create && e.Entry.Schema == name.Schema && e.Entry.Name == name.Name
            && EntrySelection.IsRelation(e.Entry));
}
