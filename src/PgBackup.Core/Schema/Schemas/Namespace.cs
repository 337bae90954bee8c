using PgBackup.Postgres;

namespace PgBackup.Schema;

/// <summary>A schema; named after <c>pg_namespace</c>, since "schema" is also what this whole room reads.</summary>
internal sealed class Namespace : SchemaObject
{
    public override ObjectKind Kind => ObjectKind.Schema;

    public override string Identity => $"SCHEMA {Sql.Identifier(Name)}";

    /// <summary>Gets a value indicating whether every new database has the schema: it is altered then, not created.</summary>
    public bool IsPublic => Name == "public";

    /// <summary>Gets a value indicating whether the owner is the one that a new database gives the schema.</summary>
    public required bool HasDefaultOwner { get; init; }

    public override string? InitialComment => IsPublic ? "standard public schema" : null;

    public override string? DropStatement => IsPublic ? null : base.DropStatement;

    public override string? OwnerStatement(string role) => HasDefaultOwner ? null : base.OwnerStatement(role);

    public override void WriteDefinition(StatementList statements)
    {
        if (!IsPublic)
            statements.Add($"CREATE {Identity}");
    }
}
