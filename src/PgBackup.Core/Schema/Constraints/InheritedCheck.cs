namespace PgBackup.Schema;

/// <summary>A check constraint that a table only has from its parents. It needs no words of its own in CREATE TABLE, but may have
/// a comment, and may be valid where the parent's is not.</summary>
internal sealed class InheritedCheck(Table table) : TableConstraint(table), IInlineConstraint
{
    public override ObjectKind Kind => ObjectKind.CheckConstraint;

    public required bool IsValid { get; init; }

    /// <summary>Gets or sets a value indicating whether no parent has it any more: it was dropped there alone.</summary>
    public bool IsOrphan { get; set; }

    public string InlineClause => $"CONSTRAINT {QuotedName} {Definition}";

    public override string? DropStatement => null;

    public override void WriteDefinition(StatementList statements)
    {
        if (IsOrphan)
            statements.Add($"{AlterTable} {Table.QualifiedName}\n    ADD {InlineClause}");
        // Else it has come with the parent's, which is not valid.
        else if (IsValid)
            statements.Add($"{AlterTable} {Table.QualifiedName} VALIDATE CONSTRAINT {QuotedName}");
    }
}
