using PgBackup.Postgres;

namespace PgBackup.Schema;

/// <summary>An installed extension. Its members come with it; its configuration tables carry data of the user's.</summary>
internal sealed class Extension : SchemaObject
{
    public override ObjectKind Kind => ObjectKind.Extension;

    public override string Identity => $"EXTENSION {Sql.Identifier(Name)}";

    /// <summary>Gets the schema that holds the members, unquoted.</summary>
    public required string MemberSchema { get; init; }

    /// <summary>Gets the installed version, for the manifest; a restore installs the target's default one.</summary>
    public required string Version { get; init; }

    /// <summary>Gets the tables and sequences whose data is the user's, with the rows that are: a <c>WHERE</c> clause,
    /// or empty for all.</summary>
    public required IReadOnlyList<(uint Relation, string Condition)> ConfigurationRelations { get; init; }

    /// <summary>Gets the comment of the extension's control file. Only its owner could set it again, who need not be the restoring
    /// role.</summary>
    public override string? InitialComment => ControlFileComment;

    public required string? ControlFileComment { get; init; }

    // The role that runs CREATE EXTENSION owns it; there is no way to change that.
    public override string? OwnerStatement(string role) => null;

    public override void WriteDefinition(StatementList statements) =>
        statements.Add($"CREATE EXTENSION IF NOT EXISTS {Sql.Identifier(Name)} WITH SCHEMA {Sql.Identifier(MemberSchema)}");
}
