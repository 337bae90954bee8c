using PgBackup.Postgres;

namespace PgBackup.Schema;

/// <summary>A foreign server.</summary>
internal sealed class ForeignServer : SchemaObject
{
    public override ObjectKind Kind => ObjectKind.ForeignServer;

    /// <summary>Gets the wrapper's name, unquoted.</summary>
    public required string Wrapper { get; init; }

    public required string? Type { get; init; }

    public required string? Version { get; init; }

    /// <summary>Gets the options as <c>name=value</c>.</summary>
    public required IReadOnlyList<string> Options { get; init; }

    public override string Identity => $"SERVER {Sql.Identifier(Name)}";

    public override string PrivilegeTarget => $"FOREIGN SERVER {Sql.Identifier(Name)}";

    public override void WriteDefinition(StatementList statements)
    {
        var type = Type is null ? "" : $" TYPE {Sql.Literal(Type)}";
        var version = Version is null ? "" : $" VERSION {Sql.Literal(Version)}";
        var options = Options.Count == 0 ? "" : $" {ForeignOptions.Clause(Options)}";
        statements.Add($"CREATE {Identity}{type}{version} FOREIGN DATA WRAPPER {Sql.Identifier(Wrapper)}{options}");
    }
}
