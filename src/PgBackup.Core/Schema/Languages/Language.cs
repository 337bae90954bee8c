using PgBackup.Postgres;

namespace PgBackup.Schema;

/// <summary>A procedural language.</summary>
internal sealed class Language : SchemaObject
{
    public override ObjectKind Kind => ObjectKind.Language;

    public required bool IsTrusted { get; init; }

    public required string Handler { get; init; }

    /// <summary>Gets the function that runs <c>DO</c> blocks.</summary>
    public required string? InlineHandler { get; init; }

    public required string? Validator { get; init; }

    public override string Identity => $"LANGUAGE {Sql.Identifier(Name)}";

    public override void WriteDefinition(StatementList statements)
    {
        var inline = InlineHandler is null ? "" : $" INLINE {InlineHandler}";
        var validator = Validator is null ? "" : $" VALIDATOR {Validator}";
        statements.Add($"CREATE {(IsTrusted ? "TRUSTED " : "")}{Identity} HANDLER {Handler}{inline}{validator}");
    }
}
