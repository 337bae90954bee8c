namespace PgBackup.Schema;

/// <summary>That all rows of a child table are known to fulfil a check constraint which its parent has NOT VALID.</summary>
internal sealed class CheckValidation(Relation table) : TableConstraint(table)
{
    public override ObjectKind Kind => ObjectKind.CheckConstraint;

    public override string? DropStatement => null;

    public override void WriteDefinition(StatementList statements) =>
        statements.Add($"{AlterTable} {Table.QualifiedName} VALIDATE CONSTRAINT {QuotedName}");
}
