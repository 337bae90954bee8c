using PgBackup.Postgres;

namespace PgBackup.Schema;

/// <summary>An access method of indexes or tables.</summary>
internal sealed class AccessMethod : SchemaObject
{
    public override ObjectKind Kind => ObjectKind.AccessMethod;

    /// <summary>Gets a value indicating whether it stores tables; else it makes indexes.</summary>
    public required bool IsForTables { get; init; }

    public required string Handler { get; init; }

    public override string Identity => $"ACCESS METHOD {Sql.Identifier(Name)}";

    public override string? OwnerStatement(string role) => null;

    public override void WriteDefinition(StatementList statements) =>
        statements.Add($"CREATE {Identity} TYPE {(IsForTables ? "TABLE" : "INDEX")} HANDLER {Handler}");
}
