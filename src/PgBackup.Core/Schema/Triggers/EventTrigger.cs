using PgBackup.Postgres;

namespace PgBackup.Schema;

/// <summary>An event trigger.</summary>
internal sealed class EventTrigger : SchemaObject
{
    public override ObjectKind Kind => ObjectKind.EventTrigger;

    /// <summary>Gets the event: <c>ddl_command_end</c>, <c>login</c>, …</summary>
    public required string Event { get; init; }

    /// <summary>Gets the command tags that it is limited to; none for all.</summary>
    public required IReadOnlyList<string> Tags { get; init; }

    /// <summary>Gets the quoted, qualified name of the function.</summary>
    public required string Function { get; init; }

    /// <summary>Gets when the trigger fires.</summary>
    public required FiringState State { get; init; }

    public override string Identity => $"EVENT TRIGGER {Sql.Identifier(Name)}";

    public override void WriteDefinition(StatementList statements)
    {
        var tags = Tags.Count == 0 ? "" : $"\n         WHEN TAG IN ({string.Join(", ", Tags.Select(Sql.Literal))})";
        statements.Add($"CREATE {Identity} ON {Sql.Identifier(Event)}{tags}\n   EXECUTE FUNCTION {Function}()");
        if (State != FiringState.Origin)
            statements.Add($"ALTER {Identity} {State.Verb()}");
    }
}
