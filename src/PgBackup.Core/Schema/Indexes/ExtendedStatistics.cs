using PgBackup.Postgres;

namespace PgBackup.Schema;

/// <summary>An extended statistics object.</summary>
internal sealed class ExtendedStatistics : SchemaObject
{
    public override ObjectKind Kind => ObjectKind.ExtendedStatistics;

    /// <summary>Gets what <c>pg_get_statisticsobjdef</c> says.</summary>
    public required string Definition { get; init; }

    /// <summary>Gets the statistics target; null for the default.</summary>
    public required int? Target { get; init; }

    public override string Identity => $"STATISTICS {Sql.Qualified(Schema, Name)}";

    public override void WriteDefinition(StatementList statements)
    {
        statements.Add(Definition);
        if (Target is { } target)
            statements.Add($"ALTER {Identity} SET STATISTICS {target}");
    }
}
