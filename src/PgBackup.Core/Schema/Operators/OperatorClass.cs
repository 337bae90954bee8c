using PgBackup.Postgres;

namespace PgBackup.Schema;

/// <summary>An operator class with the members that belong to it.</summary>
internal sealed class OperatorClass : SchemaObject
{
    public override ObjectKind Kind => ObjectKind.OperatorClass;

    /// <summary>Gets the name of the access method, unquoted.</summary>
    public required string AccessMethod { get; init; }

    public required bool IsDefault { get; init; }

    /// <summary>Gets the type that the class is for.</summary>
    public required string InputType { get; init; }

    /// <summary>Gets the quoted, qualified name of the family.</summary>
    public required string Family { get; init; }

    /// <summary>Gets the type that the index stores where it is another one.</summary>
    public required string? StoredType { get; init; }

    /// <summary>Gets the members as <c>CREATE OPERATOR CLASS</c> takes them: operators, then functions.</summary>
    public List<string> Members { get; } = [];

    public override string SortSuffix => AccessMethod;

    public override string Identity => $"OPERATOR CLASS {Sql.Qualified(Schema, Name)} USING {Sql.Identifier(AccessMethod)}";

    public override void WriteDefinition(StatementList statements)
    {
        var members = StoredType is null ? Members : [$"STORAGE {StoredType}", .. Members];

        // The grammar wants one member at least; storing the type itself says nothing.
        if (members.Count == 0)
            members = [$"STORAGE {InputType}"];
        statements.Add(
            $"CREATE OPERATOR CLASS {Sql.Qualified(Schema, Name)}\n    {(IsDefault ? "DEFAULT " : "")}FOR TYPE {InputType} "
            + $"USING {Sql.Identifier(AccessMethod)} FAMILY {Family} AS\n    {string.Join(",\n    ", members)}");
    }
}
