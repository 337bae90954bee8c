using PgBackup.Postgres;

namespace PgBackup.Schema;

/// <summary>A user mapping: what a role uses at a foreign server.</summary>
internal sealed class UserMapping : SchemaObject
{
    public override ObjectKind Kind => ObjectKind.UserMapping;

    /// <summary>Gets the server's name, unquoted.</summary>
    public required string Server { get; init; }

    /// <summary>Gets a value indicating whether the mapping is for every role that has none of its own.</summary>
    public required bool IsForPublic { get; init; }

    /// <summary>Gets a value indicating whether the backup may see the options; the server shows them to few.</summary>
    public required bool AreOptionsVisible { get; init; }

    /// <summary>Gets the options as <c>name=value</c>.</summary>
    public required IReadOnlyList<string> Options { get; init; }

    public override string SortSuffix => Server;

    public override string Identity =>
        $"USER MAPPING FOR {(IsForPublic ? "PUBLIC" : Sql.Identifier(Name))} SERVER {Sql.Identifier(Server)}";

    public override IEnumerable<(ObjectAddress Address, string Identity)> CommentTargets => [];

    public override string? OwnerStatement(string role) => null;

    public override void WriteDefinition(StatementList statements)
    {
        var options = Options.Count == 0 ? "" : $" {ForeignOptions.Clause(Options)}";
        statements.Add($"CREATE {Identity}{options}");
    }
}
