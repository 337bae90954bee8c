using PgBackup.Postgres;

namespace PgBackup.Schema;

/// <summary>An operator.</summary>
internal sealed class Operator : SchemaObject
{
    public override ObjectKind Kind => ObjectKind.Operator;

    public required string Function { get; init; }

    /// <summary>Gets the type of the left operand; null for a prefix operator.</summary>
    public required string? LeftType { get; init; }

    /// <summary>Gets the type of the right operand; null for a postfix operator, which only 13 has.</summary>
    public required string? RightType { get; init; }

    /// <summary>Gets the commutator. The server makes a forward reference of it when it is not there yet.</summary>
    public required string? Commutator { get; init; }

    /// <summary>Gets the negator; a forward reference as well.</summary>
    public required string? Negator { get; init; }

    public required bool CanMerge { get; init; }

    public required bool CanHash { get; init; }

    public required string? RestrictEstimator { get; init; }

    public required string? JoinEstimator { get; init; }

    public override string SortSuffix => Operands;

    public override string Identity => $"OPERATOR {QualifiedName} ({Operands})";

    private string QualifiedName => Sql.QualifiedOperator(Schema!, Name);

    private string Operands => $"{LeftType ?? "NONE"}, {RightType ?? "NONE"}";

    public override void WriteDefinition(StatementList statements)
    {
        var properties = new PropertyList();
        properties.Add("FUNCTION", Function);
        properties.Add("LEFTARG", LeftType);
        properties.Add("RIGHTARG", RightType);
        properties.Add("COMMUTATOR", Commutator);
        properties.Add("NEGATOR", Negator);
        properties.AddFlag("MERGES", CanMerge);
        properties.AddFlag("HASHES", CanHash);
        properties.Add("RESTRICT", RestrictEstimator);
        properties.Add("JOIN", JoinEstimator);
        statements.Add($"CREATE OPERATOR {QualifiedName} {properties}");
    }
}
