using PgBackup.Postgres;

namespace PgBackup.Schema;

/// <summary>A named NOT NULL (PostgreSQL 18) that is more than a word in CREATE TABLE: it is added later, or has a comment.</summary>
internal sealed class NotNullConstraint(Table table, Column column) : RelationPart(table)
{
    public override ObjectKind Kind => ObjectKind.Constraint;

    /// <summary>Gets the column.</summary>
    public Column Column { get; } = column;

    public override string Identity => $"CONSTRAINT {QuotedName} ON {Table.QualifiedName}";

    public override string? DropStatement =>
        Column.NotNull!.IsLocal ? $"{AlterTable} {Table.QualifiedName} DROP CONSTRAINT {QuotedName}" : null;

    public override void WriteDefinition(StatementList statements)
    {
        var notNull = Column.NotNull!;
        if (notNull.IsLocal)
        {
            // Not ONLY: the tables that inherit from this one get it as well.
            statements.Add($"{AlterTable} {Table.QualifiedName}\n    ADD CONSTRAINT {QuotedName} NOT NULL {Sql.Identifier(Column.Name)}"
                + $"{(notNull.IsNoInherit ? " NO INHERIT" : "")} NOT VALID");
        }
        else if (notNull.IsValid)
        {
            // The parent's is not, and so it came that way from there.
            statements.Add($"{AlterTable} {Table.QualifiedName} VALIDATE CONSTRAINT {QuotedName}");
        }
    }
}
