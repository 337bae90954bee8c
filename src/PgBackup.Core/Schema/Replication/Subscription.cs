using PgBackup.Postgres;

namespace PgBackup.Schema;

/// <summary>A subscription. It comes back unconnected and disabled, or a test restore would take over the changes of the source.</summary>
internal sealed class Subscription : SchemaObject
{
    public override ObjectKind Kind => ObjectKind.Subscription;

    /// <summary>Gets how the publisher is reached; may hold a password.</summary>
    public required string ConnectionInfo { get; init; }

    /// <summary>Gets the publications, unquoted.</summary>
    public required IReadOnlyList<string> Publications { get; init; }

    /// <summary>Gets the name of the replication slot; null for none.</summary>
    public required string? SlotName { get; init; }

    /// <summary>Gets the other parameters that differ from their defaults, each as <c>name = value</c>.</summary>
    public required IReadOnlyList<string> Parameters { get; init; }

    public override string Identity => $"SUBSCRIPTION {Sql.Identifier(Name)}";

    public override void WriteDefinition(StatementList statements)
    {
        List<string> parameters = ["connect = false", "enabled = false"];
        // By default the slot has the subscription's name, and only then that name need not be fit for a slot.
        if (SlotName != Name)
            parameters.Add($"slot_name = {(SlotName is null ? "NONE" : Sql.Literal(SlotName))}");
        parameters.AddRange(Parameters);
        statements.Add(
            $"CREATE {Identity} CONNECTION {Sql.Literal(ConnectionInfo)} PUBLICATION {Sql.Identifiers(Publications)} "
            + $"WITH ({string.Join(", ", parameters)})");
    }
}
