using PgBackup.Postgres;

namespace PgBackup.Schema;

/// <summary>A text search dictionary.</summary>
internal sealed class TextSearchDictionary : SchemaObject
{
    public override ObjectKind Kind => ObjectKind.TextSearchDictionary;

    /// <summary>Gets the quoted, qualified name of the template.</summary>
    public required string Template { get; init; }

    /// <summary>Gets the template's options; the server keeps them as the SQL that sets them.</summary>
    public required string? Options { get; init; }

    public override string Identity => $"TEXT SEARCH DICTIONARY {Sql.Qualified(Schema, Name)}";

    public override void WriteDefinition(StatementList statements)
    {
        var properties = new PropertyList();
        properties.Add("TEMPLATE", Template);
        properties.AddRaw(Options);
        statements.Add($"CREATE {Identity} {properties}");
    }
}
