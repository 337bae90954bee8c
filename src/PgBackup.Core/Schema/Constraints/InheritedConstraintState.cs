using PgBackup.Postgres;

namespace PgBackup.Schema;

/// <summary>What a table has of its own in a constraint that comes with its parent's: a name, or that all its rows are known to fulfil it.
/// </summary>
internal sealed class InheritedConstraintState(Relation table) : TableConstraint(table)
{
    public override ObjectKind Kind => Origin.Kind;

    /// <summary>Gets the constraint that brings this one.</summary>
    public required TableConstraint Origin { get; init; }

    /// <summary>Gets a value indicating whether rows were checked, unlike the parent's.</summary>
    public required bool IsValidated { get; init; }

    public override string? DropStatement => null;

    public override void WriteDefinition(StatementList statements)
    {
        if (Name != Origin.Name)
            statements.Add($"ALTER TABLE {Table.QualifiedName} RENAME CONSTRAINT {Sql.Identifier(Origin.Name)} TO {QuotedName}");
        if (IsValidated)
            statements.Add($"{AlterTable} {Table.QualifiedName} VALIDATE CONSTRAINT {QuotedName}");
    }
}
