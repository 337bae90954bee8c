namespace PgBackup.Schema;

/// <summary>A user's operators and functions in an operator family that is the server's or an extension's.</summary>
internal sealed class OperatorFamilyMembers : SchemaObject
{
    public override ObjectKind Kind => ObjectKind.OperatorFamily;

    /// <summary>Gets the family's schema and name, quoted, and its access method: what names it in <c>ALTER OPERATOR FAMILY</c>.</summary>
    public required string Family { get; init; }

    /// <summary>Gets the members as <c>ADD</c> takes them: operators, then functions.</summary>
    public List<string> Members { get; } = [];

    public override string Identity => $"MEMBERS OF OPERATOR FAMILY {Family}";

    public override string? DropStatement => null;

    public override IEnumerable<(ObjectAddress Address, string Identity)> CommentTargets => [];

    public override string? OwnerStatement(string role) => null;

    public override void WriteDefinition(StatementList statements) =>
        statements.Add($"ALTER OPERATOR FAMILY {Family} ADD\n    {string.Join(",\n    ", Members)}");
}
