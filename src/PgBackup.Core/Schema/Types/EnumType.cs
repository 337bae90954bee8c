using PgBackup.Postgres;

namespace PgBackup.Schema;

/// <summary>An enum type.</summary>
internal sealed class EnumType : UserType
{
    /// <summary>Gets the labels in their order, which is not the order of their OIDs.</summary>
    public required IReadOnlyList<string> Labels { get; init; }

    public override void WriteDefinition(StatementList statements)
    {
        var labels = string.Join(",", Labels.Select(l => $"\n    {Sql.Literal(l)}"));
        statements.Add($"CREATE {Identity} AS ENUM ({labels}\n)");
    }
}
