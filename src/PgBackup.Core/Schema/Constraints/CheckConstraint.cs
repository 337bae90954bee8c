namespace PgBackup.Schema;

/// <summary>A check constraint of a table or foreign table.</summary>
internal sealed class CheckConstraint(Relation table) : TableConstraint(table), IInlineConstraint
{
    public override ObjectKind Kind => ObjectKind.CheckConstraint;

    public string InlineClause => $"CONSTRAINT {QuotedName} {Definition}";

    public override bool AlwaysHasDefinition => true;

    // Not ONLY: the tables that inherit from this one need it as well.
    public override void WriteDefinition(StatementList statements) =>
        statements.Add($"{AlterTable} {Table.QualifiedName}\n    ADD {InlineClause}");
}
