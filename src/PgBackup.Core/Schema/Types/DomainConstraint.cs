using PgBackup.Postgres;

namespace PgBackup.Schema;

/// <summary>A constraint of a domain: checked within <c>CREATE DOMAIN</c>, unless it is not valid or needs the domain itself.</summary>
internal sealed class DomainConstraint : SchemaObject
{
    public override ObjectKind Kind => ObjectKind.CheckConstraint;

    public required Domain Domain { get; init; }

    /// <summary>Gets a value indicating whether it is a NOT NULL constraint, which has a name since 17.</summary>
    public required bool IsNotNull { get; init; }

    /// <summary>Gets what <c>pg_get_constraintdef</c> says, with <c>NOT VALID</c> where it is not.</summary>
    public required string Definition { get; init; }

    public override string SortSuffix => Domain.Name;

    public override string Identity => $"CONSTRAINT {Sql.Identifier(Name)} ON DOMAIN {Domain.QualifiedName}";

    public override string? DropStatement =>
        InlineIn is null ? $"ALTER DOMAIN {Domain.QualifiedName} DROP CONSTRAINT {Sql.Identifier(Name)}" : null;

    public override string? OwnerStatement(string role) => null;

    public override void WriteDefinition(StatementList statements) =>
        statements.Add($"ALTER DOMAIN {Domain.QualifiedName} ADD CONSTRAINT {Sql.Identifier(Name)} {Definition}");
}
