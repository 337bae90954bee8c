using PgBackup.Postgres;

namespace PgBackup.Schema;

/// <summary>That a table is in a publication.</summary>
internal sealed class PublicationTable(Relation table) : RelationPart(table)
{
    public override ObjectKind Kind => ObjectKind.PublicationTable;

    /// <summary>Gets the published columns, unquoted; none means all.</summary>
    public required IReadOnlyList<string> Columns { get; init; }

    /// <summary>Gets the row filter; null for all rows.</summary>
    public required string? Filter { get; init; }

    /// <summary>Gets the publication.</summary>
    public required SchemaObject Publication { get; init; }

    public override string SortSuffix => Publication.Name;

    public override string Identity => $"{Publication.Identity} TABLE {Table.QualifiedName}";

    public override string? DropStatement => null;

    public override IEnumerable<(ObjectAddress Address, string Identity)> CommentTargets => [];

    public override void WriteDefinition(StatementList statements)
    {
        var columns = Columns.Count == 0 ? "" : $" ({Sql.Identifiers(Columns)})";
        var filter = Filter is null ? "" : $" WHERE ({Filter})";
        statements.Add($"ALTER {Publication.Identity} ADD TABLE ONLY {Table.QualifiedName}{columns}{filter}");
    }
}
