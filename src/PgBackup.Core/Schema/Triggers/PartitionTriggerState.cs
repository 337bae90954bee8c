using PgBackup.Postgres;

namespace PgBackup.Schema;

/// <summary>The state of a partition's clone of a trigger, where it differs from that of the trigger it was cloned from.</summary>
internal sealed class PartitionTriggerState(Relation partition) : RelationPart(partition)
{
    public override ObjectKind Kind => ObjectKind.Trigger;

    /// <summary>Gets the name that the clone will have: that of the original trigger, unquoted.</summary>
    public required string TriggerName { get; init; }

    public required FiringState State { get; init; }

    public override string Identity => $"TRIGGER {Sql.Identifier(TriggerName)} ON {Table.QualifiedName}";

    public override string? DropStatement => null;

    public override void WriteDefinition(StatementList statements) =>
        statements.Add($"{AlterTable} {Table.QualifiedName} {State.Verb()} TRIGGER {Sql.Identifier(TriggerName)}");
}
