using PgBackup.Postgres;

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
    public override bool AlwaysHasDefinition => true;

    public override void WriteDefinition(StatementList statements)
    {
        statements.Add($"ALTER TABLE ONLY {Parent.QualifiedName} ATTACH PARTITION {Partition.QualifiedName} {Partition.PartitionBound}");
        foreach (var column in Partition.Columns.Where(IsNotNullHereToo))
            statements.Add($"{Partition.AlterOnly} ALTER COLUMN {Sql.Identifier(column.Name)} SET NOT NULL");
    }

    // Attaching takes a NOT NULL (since 18) for merely inherited; where the parent got it later, the partition had kept its own.
    private bool IsNotNullHereToo(Column column) =>
        column.NotNull is { Name: not null, IsLocal: true, IsLocalUntilAttached: false, IsAddedLater: false, IsNoInherit: false }
        && Parent.FindColumn(column.Name)?.NotNull is { IsAddedLater: false, IsNoInherit: false };
}
