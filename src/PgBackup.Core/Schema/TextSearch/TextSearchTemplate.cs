using PgBackup.Postgres;

namespace PgBackup.Schema;

/// <summary>A text search template: the functions that a kind of dictionary works with.</summary>
internal sealed class TextSearchTemplate : SchemaObject
{
    public override ObjectKind Kind => ObjectKind.TextSearchTemplate;

    public required string? Init { get; init; }

    public required string Lexize { get; init; }

    public override string Identity => $"TEXT SEARCH TEMPLATE {Sql.Qualified(Schema, Name)}";

    public override string? OwnerStatement(string role) => null;

    public override void WriteDefinition(StatementList statements)
    {
        var properties = new PropertyList();
        properties.Add("INIT", Init);
        properties.Add("LEXIZE", Lexize);
        statements.Add($"CREATE {Identity} {properties}");
    }
}
