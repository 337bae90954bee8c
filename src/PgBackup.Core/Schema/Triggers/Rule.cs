namespace PgBackup.Schema;

/// <summary>A rewrite rule other than the one that makes a view.</summary>
internal sealed class Rule(Relation table) : RelationPart(table)
{
    public override ObjectKind Kind => ObjectKind.Rule;

    /// <summary>Gets what <c>pg_get_ruledef</c> says, without semicolon.</summary>
    public required string Definition { get; init; }

    /// <summary>Gets when the rule is applied.</summary>
    public required FiringState State { get; init; }

    public override string Identity => $"RULE {QuotedName} ON {Table.QualifiedName}";

    public override void WriteDefinition(StatementList statements)
    {
        statements.Add(Definition);
        if (State != FiringState.Origin)
            statements.Add($"ALTER TABLE {Table.QualifiedName} {State.Verb()} RULE {QuotedName}");
    }
}
