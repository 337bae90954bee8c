namespace PgBackup.Schema;

/// <summary>Changed privileges of an object that the server itself brings, such as a function of <c>pg_catalog</c>.</summary>
internal sealed class SystemPrivileges : SchemaObject
{
    public override ObjectKind Kind => ObjectKind.Acl;

    /// <summary>Gets the object as GRANT names it, for instance <c>FUNCTION pg_catalog.pg_stat_reset()</c>.</summary>
    public required string Target { get; init; }

    public override string Identity => Target;

    public override IEnumerable<(ObjectAddress Address, string Identity)> CommentTargets => [];

    public override string? DropStatement => null;

    public override string? OwnerStatement(string role) => null;

    public override void WriteDefinition(StatementList statements)
    {
        foreach (var statement in PrivilegeStatements.Write(Target, PrivilegeChanges))
            statements.Add(statement.Text, statement.Role);
    }
}
