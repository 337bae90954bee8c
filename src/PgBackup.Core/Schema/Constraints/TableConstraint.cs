namespace PgBackup.Schema;

/// <summary>A constraint of a table.</summary>
internal abstract class TableConstraint(Relation table) : RelationPart(table)
{
    /// <summary>Gets what <c>pg_get_constraintdef</c> says.</summary>
    public required string Definition { get; init; }

    public override string Identity => $"CONSTRAINT {QuotedName} ON {Table.QualifiedName}";

    public override string? DropStatement => $"{AlterTable} {Table.QualifiedName} DROP CONSTRAINT {QuotedName}";
}
