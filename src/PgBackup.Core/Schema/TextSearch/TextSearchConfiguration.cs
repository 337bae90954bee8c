using PgBackup.Postgres;

namespace PgBackup.Schema;

/// <summary>A text search configuration: a parser, and the dictionaries for each type of its tokens.</summary>
internal sealed class TextSearchConfiguration : SchemaObject
{
    public override ObjectKind Kind => ObjectKind.TextSearchConfiguration;

    /// <summary>Gets the quoted, qualified name of the parser.</summary>
    public required string Parser { get; init; }

    /// <summary>Gets each mapped token type, unquoted, with its dictionaries, quoted and qualified, in order.</summary>
    public List<(string Token, IReadOnlyList<string> Dictionaries)> Mappings { get; } = [];

    public override string Identity => $"TEXT SEARCH CONFIGURATION {Sql.Qualified(Schema, Name)}";

    public override void WriteDefinition(StatementList statements)
    {
        statements.Add($"CREATE {Identity} (\n    PARSER = {Parser}\n)");
        foreach (var (token, dictionaries) in Mappings)
            statements.Add($"ALTER {Identity} ADD MAPPING FOR {Sql.Identifier(token)} WITH {string.Join(", ", dictionaries)}");
    }
}
