using PgBackup.Postgres;

namespace PgBackup.Schema;

/// <summary>A transform: how a language sees the values of a type.</summary>
internal sealed class Transform : SchemaObject
{
    public override ObjectKind Kind => ObjectKind.Transform;

    public required string Type { get; init; }

    /// <summary>Gets the language's name, unquoted.</summary>
    public required string Language { get; init; }

    /// <summary>Gets the function that converts from SQL, with its argument types.</summary>
    public required string? FromSql { get; init; }

    /// <summary>Gets the function that converts to SQL, with its argument types.</summary>
    public required string? ToSql { get; init; }

    public override string Identity => $"TRANSFORM FOR {Type} LANGUAGE {Sql.Identifier(Language)}";

    public override string? OwnerStatement(string role) => null;

    public override void WriteDefinition(StatementList statements)
    {
        var parts = new List<string>();
        if (FromSql is not null)
            parts.Add($"FROM SQL WITH FUNCTION {FromSql}");
        if (ToSql is not null)
            parts.Add($"TO SQL WITH FUNCTION {ToSql}");
        statements.Add($"CREATE {Identity} ({string.Join(", ", parts)})");
    }
}
