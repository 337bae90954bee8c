namespace PgBackup.Schema;

/// <summary>Makes a table a partition of its parent. Apart from the table's own definition, so that the table may be restored alone and
/// keeps the order of its columns.</summary>
internal sealed class TableAttach : SchemaObject
{
    public override ObjectKind Kind => ObjectKind.TableAttach;

    public required Table Parent { get; init; }

    public required Table Partition { get; init; }

    public override string Identity => $"PARTITION {Partition.QualifiedName} OF {Parent.QualifiedName}";

    public override string? DropStatement => null;

    public override IEnumerable<(ObjectAddress Address, string Identity)> CommentTargets => [];

    public override string? OwnerStatement(string role) => null;

    // ONLY: partitions of the partition are attached to it, not to the parent. Indexes are attached one by one when they are made.
    public override void WriteDefinition(StatementList statements) => statements.Add(
        $"ALTER TABLE ONLY {Parent.QualifiedName} ATTACH PARTITION {Partition.QualifiedName} {Partition.PartitionBound}");
}
