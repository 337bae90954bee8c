using PgBackup.Postgres;

namespace PgBackup.Schema;

/// <summary>The name of a type whose functions must exist before it: they are made with the shell, then the type replaces it.</summary>
/// <remarks>The sorter adds it to what is written when it breaks a loop with it.</remarks>
internal sealed class ShellType : SchemaObject
{
    /// <summary>Gets the type that replaces the shell.</summary>
    public required UserType Type { get; init; }

    public override ObjectKind Kind => ObjectKind.ShellType;

    public override string Identity => $"TYPE {Sql.Qualified(Schema, Name)}";

    // The type that replaces the shell is what gets dropped and owned.
    public override string? DropStatement => null;

    public override IEnumerable<(ObjectAddress Address, string Identity)> CommentTargets => [];

    public override string? OwnerStatement(string role) => null;

    public override void WriteDefinition(StatementList statements)
    {
        // An extension brings the shells of its types along.
        if (Type.Parts.HasFlag(ObjectParts.Definition))
            statements.Add($"CREATE {Identity}");
    }
}
