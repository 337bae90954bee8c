namespace PgBackup.Schema;

/// <summary>A cast from one type to another.</summary>
internal sealed class Cast : SchemaObject
{
    public override ObjectKind Kind => ObjectKind.Cast;

    public required string Source { get; init; }

    public required string Target { get; init; }

    /// <summary>Gets the function with its argument types; null where no function is needed.</summary>
    public required string? Function { get; init; }

    /// <summary>Gets a value indicating whether the text forms of the types are what is converted.</summary>
    public required bool IsByText { get; init; }

    /// <summary>Gets <c>castcontext</c>: explicit, in assignments, or implicit.</summary>
    public required char Context { get; init; }

    public override string Identity => $"CAST ({Source} AS {Target})";

    public override string? OwnerStatement(string role) => null;

    public override void WriteDefinition(StatementList statements)
    {
        var method = Function is not null ? $"WITH FUNCTION {Function}" : IsByText ? "WITH INOUT" : "WITHOUT FUNCTION";
        var context = Context switch { 'a' => " AS ASSIGNMENT", 'i' => " AS IMPLICIT", _ => "" };
        statements.Add($"CREATE {Identity} {method}{context}");
    }
}
