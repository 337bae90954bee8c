using PgBackup.Postgres;

namespace PgBackup.Schema;

/// <summary>A foreign-data wrapper.</summary>
internal sealed class ForeignDataWrapper : SchemaObject
{
    public override ObjectKind Kind => ObjectKind.ForeignDataWrapper;

    public required string? Handler { get; init; }

    public required string? Validator { get; init; }

    /// <summary>Gets the options as <c>name=value</c>.</summary>
    public required IReadOnlyList<string> Options { get; init; }

    public override string Identity => $"FOREIGN DATA WRAPPER {Sql.Identifier(Name)}";

    public override void WriteDefinition(StatementList statements)
    {
        var handler = Handler is null ? "" : $" HANDLER {Handler}";
        var validator = Validator is null ? "" : $" VALIDATOR {Validator}";
        var options = Options.Count == 0 ? "" : $" {ForeignOptions.Clause(Options)}";
        statements.Add($"CREATE {Identity}{handler}{validator}{options}");
    }
}
