using PgBackup.Postgres;

namespace PgBackup.Schema;

/// <summary>An operator family with its loose members: those that belong to none of its classes.</summary>
internal sealed class OperatorFamily : SchemaObject
{
    public override ObjectKind Kind => ObjectKind.OperatorFamily;

    /// <summary>Gets the name of the access method, unquoted.</summary>
    public required string AccessMethod { get; init; }

    /// <summary>Gets the loose members as <c>ALTER OPERATOR FAMILY … ADD</c> takes them: operators, then functions.</summary>
    public List<string> Members { get; } = [];

    public override string SortSuffix => AccessMethod;

    public override string Identity => $"OPERATOR FAMILY {Sql.Qualified(Schema, Name)} USING {Sql.Identifier(AccessMethod)}";

    public override void WriteDefinition(StatementList statements)
    {
        statements.Add($"CREATE {Identity}");
        if (Members.Count > 0)
            statements.Add($"ALTER {Identity} ADD\n    {string.Join(",\n    ", Members)}");
    }
}
