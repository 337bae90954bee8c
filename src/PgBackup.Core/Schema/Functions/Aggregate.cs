using PgBackup.Postgres;

namespace PgBackup.Schema;

/// <summary>An aggregate function.</summary>
internal sealed class Aggregate : SchemaObject
{
    public override ObjectKind Kind => ObjectKind.Aggregate;

    /// <summary>Gets the arguments with names, <c>ORDER BY</c> included.</summary>
    public required string Arguments { get; init; }

    /// <summary>Gets the arguments as other commands name the aggregate by; empty for <c>*</c>.</summary>
    public required string IdentityArguments { get; init; }

    /// <summary>Gets the argument types alone, as <c>GRANT</c> names the aggregate by: as if it were a function.</summary>
    public required IReadOnlyList<string> ArgumentTypes { get; init; }

    /// <summary>Gets <c>aggkind</c>: normal, ordered-set or hypothetical-set.</summary>
    public required char AggregateKind { get; init; }

    /// <summary>Gets how plain aggregation works.</summary>
    public required AggregateTransition Transition { get; init; }

    /// <summary>Gets how a moving window is aggregated; null where it is not.</summary>
    public required AggregateTransition? MovingTransition { get; init; }

    public required string? Combine { get; init; }

    public required string? Serialize { get; init; }

    public required string? Deserialize { get; init; }

    /// <summary>Gets the operator that makes MIN or MAX out of an index: <c>OPERATOR(schema.name)</c>.</summary>
    public required string? SortOperator { get; init; }

    public required char Parallel { get; init; }

    public override string SortSuffix => IdentityArguments;

    public override string Identity =>
        $"AGGREGATE {Sql.Qualified(Schema, Name)}({(IdentityArguments.Length == 0 ? "*" : IdentityArguments)})";

    public override string PrivilegeTarget => $"FUNCTION {Sql.Qualified(Schema, Name)}({string.Join(", ", ArgumentTypes)})";

    public override string ExtensionDependencyTarget => PrivilegeTarget;

    public override void WriteDefinition(StatementList statements)
    {
        // A final function may modify the state of an ordered-set aggregate unless told otherwise, and of no other.
        var defaultModify = AggregateKind == 'n' ? 'r' : 'w';
        var properties = new PropertyList();
        Transition.AddTo(properties, "", defaultModify);
        properties.Add("COMBINEFUNC", Combine);
        properties.Add("SERIALFUNC", Serialize);
        properties.Add("DESERIALFUNC", Deserialize);
        MovingTransition?.AddTo(properties, "M", defaultModify);
        properties.Add("SORTOP", SortOperator);
        properties.AddFlag("HYPOTHETICAL", AggregateKind == 'h');
        properties.Add("PARALLEL", Parallel switch { 's' => "safe", 'r' => "restricted", _ => null });
        var arguments = Arguments.Length == 0 ? "*" : Arguments;
        statements.Add($"CREATE AGGREGATE {Sql.Qualified(Schema, Name)}({arguments}) {properties}");
    }
}
