namespace PgBackup.Schema;

/// <summary>A foreign key.</summary>
internal sealed class ForeignKey(Relation table) : TableConstraint(table)
{
    public override ObjectKind Kind => ObjectKind.ForeignKey;

    /// <summary>Gets the table that is referenced.</summary>
    public required Relation? ReferencedTable { get; init; }

    /// <summary>Gets a value indicating whether the referencing table is partitioned.</summary>
    public required bool IsPartitioned { get; init; }

    /// <summary>Gets a value indicating whether all rows are known to fulfil the constraint.</summary>
    public required bool IsValidated { get; init; }

    /// <summary>Gets or sets a value indicating whether it is a partition's that has become a part of the partitioned table's.</summary>
    public bool IsAdopted { get; set; }

    /// <summary>Gets a value indicating whether it can be without proof: a partitioned table's must be proven, and adopts only what
    /// is.</summary>
    public bool MayBeUnproven => !IsPartitioned && !IsAdopted;

    /// <summary>Gets what results call it.</summary>
    public ConstraintName FullName => new(Table.Schema!, Table.Name, Name);

    /// <summary>Gets the partitions' foreign keys that become parts of this one; comments on them are written with it.</summary>
    public List<ForeignKey> Adopted { get; } = [];

    public override IEnumerable<(ObjectAddress Address, string Identity)> CommentTargets =>
        [(Address, Identity), .. Adopted.Select(partition => (partition.Address, partition.Identity))];

    public override string? DropStatement => IsAdopted ? null : base.DropStatement;

    public override bool AlwaysHasDefinition => true;

    // A partitioned table's foreign key always reaches its partitions, and ONLY is refused there; by inheritance it reaches none.
    public override void WriteDefinition(StatementList statements) =>
        statements.Add($"ALTER TABLE {(IsPartitioned ? "" : "ONLY ")}{Table.QualifiedName}\n    ADD CONSTRAINT {QuotedName} {Definition}");
}
