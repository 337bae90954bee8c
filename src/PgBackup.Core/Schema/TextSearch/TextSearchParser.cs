using PgBackup.Postgres;

namespace PgBackup.Schema;

/// <summary>A text search parser, which cuts documents into tokens.</summary>
internal sealed class TextSearchParser : SchemaObject
{
    public override ObjectKind Kind => ObjectKind.TextSearchParser;

    public required string Start { get; init; }

    public required string GetToken { get; init; }

    public required string End { get; init; }

    public required string? Headline { get; init; }

    public required string LexTypes { get; init; }

    public override string Identity => $"TEXT SEARCH PARSER {Sql.Qualified(Schema, Name)}";

    public override string? OwnerStatement(string role) => null;

    public override void WriteDefinition(StatementList statements)
    {
        var properties = new PropertyList();
        properties.Add("START", Start);
        properties.Add("GETTOKEN", GetToken);
        properties.Add("END", End);
        properties.Add("HEADLINE", Headline);
        properties.Add("LEXTYPES", LexTypes);
        statements.Add($"CREATE {Identity} {properties}");
    }
}
