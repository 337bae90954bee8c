namespace PgBackup.Schema;

/// <summary>A foreign key. Those that partitions inherit are made by the one of the partitioned table.</summary>
internal sealed class ForeignKey(Relation table) : TableConstraint(table)
{
    public override ObjectKind Kind => ObjectKind.ForeignKey;

    /// <summary>Gets the table that is referenced.</summary>
    public required Relation? ReferencedTable { get; init; }

    /// <summary>Gets a value indicating whether the referencing table is partitioned.</summary>
    public required bool IsPartitioned { get; init; }

    /// <summary>Gets a value indicating whether all rows are known to fulfil the constraint.</summary>
    public required bool IsValidated { get; init; }

    // A partitioned table's foreign key always reaches its partitions, and ONLY is refused there; by inheritance it reaches none.
    public override void WriteDefinition(StatementList statements) =>
        statements.Add($"ALTER TABLE {(IsPartitioned ? "" : "ONLY ")}{Table.QualifiedName}\n    ADD CONSTRAINT {QuotedName} {Definition}");
}
