using PgBackup.Postgres;

namespace PgBackup.Schema;

/// <summary>The privileges that objects made later by one role get (ALTER DEFAULT PRIVILEGES), for one kind of object.</summary>
internal sealed class DefaultAcl : SchemaObject
{
    public override ObjectKind Kind => ObjectKind.DefaultAcl;

    /// <summary>Gets the role whose objects are meant, unquoted.</summary>
    public required string Role { get; init; }

    /// <summary>Gets the kind of object as the statement names it, for instance <c>TABLES</c>.</summary>
    public required string Objects { get; init; }

    public override string SortSuffix => Role;

    public override string Identity => $"DEFAULT PRIVILEGES FOR ROLE {Sql.Identifier(Role)}";

    public override IEnumerable<(ObjectAddress Address, string Identity)> CommentTargets => [];

    public override string? DropStatement => null;

    public override string? OwnerStatement(string role) => null;

    public override void WriteDefinition(StatementList statements)
    {
        var scope = Schema is null ? "" : $"IN SCHEMA {Sql.Identifier(Schema)} ";
        var prefix = $"ALTER DEFAULT PRIVILEGES FOR ROLE {Sql.Identifier(Role)} {scope}";
        foreach (var statement in PrivilegeStatements.Write(Objects, PrivilegeChanges, prefix))
            statements.Add(statement.Text, statement.Role);
    }
}
