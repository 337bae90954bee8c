namespace PgBackup.Schema;

/// <summary>A trigger or constraint trigger.</summary>
internal sealed class Trigger(Relation table) : RelationPart(table)
{
    public override ObjectKind Kind => ObjectKind.Trigger;

    /// <summary>Gets what <c>pg_get_triggerdef</c> says.</summary>
    public required string Definition { get; init; }

    /// <summary>Gets the constraint of a constraint trigger, which may have a comment of its own.</summary>
    public required ObjectAddress? Constraint { get; init; }

    /// <summary>Gets a value indicating whether partitions have clones of the trigger.</summary>
    public required bool IsRowTrigger { get; init; }

    /// <summary>Gets when the trigger fires.</summary>
    public required FiringState State { get; init; }

    public override string Identity => $"TRIGGER {QuotedName} ON {Table.QualifiedName}";

    public override IEnumerable<(ObjectAddress Address, string Identity)> CommentTargets => Constraint is { } constraint
        ? [(Address, Identity), (constraint, $"CONSTRAINT {QuotedName} ON {Table.QualifiedName}")]
        : [(Address, Identity)];

    public override bool AlwaysHasDefinition => true;

    public override void WriteDefinition(StatementList statements)
    {
        statements.Add(Definition);
        if (State == FiringState.Origin)
            return;

        // Servers that were not brought up to date look for a statement trigger in the partitions as well, in vain.
        var only = IsRowTrigger ? "" : "ONLY ";
        statements.Add($"{AlterTable} {only}{Table.QualifiedName} {State.Verb()} TRIGGER {QuotedName}");
    }
}
