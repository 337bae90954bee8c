using PgBackup.Postgres;

namespace PgBackup.Schema;

/// <summary>A rewrite rule other than the one that makes a view.</summary>
internal sealed class Rule(Relation table) : RelationPart(table)
{
    // CREATE RULE keeps this name for views; ALTER RULE has not always done so.
    private const string NameOfViewRules = "_RETURN";

    public override ObjectKind Kind => ObjectKind.Rule;

    /// <summary>Gets what <c>pg_get_ruledef</c> says, without semicolon.</summary>
    public required string Definition { get; init; }

    /// <summary>Gets when the rule is applied.</summary>
    public required FiringState State { get; init; }

    public override string Identity => $"RULE {QuotedName} ON {Table.QualifiedName}";

    public override void WriteDefinition(StatementList statements)
    {
        if (Name == NameOfViewRules)
            WriteUnderOtherName(statements);
        else
            statements.Add(Definition);
        if (State != FiringState.Origin)
            statements.Add($"ALTER TABLE {Table.QualifiedName} {State.Verb()} RULE {QuotedName}");
    }

    private void WriteUnderOtherName(StatementList statements)
    {
        var provisional = Sql.Identifier($"pgbackup_rule_{Address.ObjectId}");
        statements.Add($"CREATE RULE {provisional}{Definition[$"CREATE RULE {QuotedName}".Length..]}");
        statements.Add($"ALTER RULE {provisional} ON {Table.QualifiedName} RENAME TO {QuotedName}");
    }
}
