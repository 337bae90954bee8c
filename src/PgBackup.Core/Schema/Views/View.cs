using PgBackup.Postgres;

namespace PgBackup.Schema;

/// <summary>A view.</summary>
internal sealed class View(Catalog catalog) : Relation
{
    private bool _isPlaceholder;

    public override ObjectKind Kind => ObjectKind.View;

    public override string Identity => $"VIEW {QualifiedName}";

    public override bool AlwaysHasDefinition => true;

    /// <summary>Gets the query, without semicolon.</summary>
    public required string Definition { get; init; }

    /// <summary>Gets the view's options, among them its check option.</summary>
    public required string[] Options { get; init; }

    /// <summary>Gets what the view needs for its columns' types and its schema, whatever its query says.</summary>
    public List<ObjectAddress> ColumnDependencies { get; } = [];

    public override SchemaObject? SplitForLoop()
    {
        if (_isPlaceholder)
            return null;
        _isPlaceholder = true;

        var query = new ViewQuery(this) { Address = Address, Name = Name, Parts = Parts };
        query.Dependencies.UnionWith(Dependencies);
        var neededByColumns = ColumnDependencies.Select(catalog.Find).ToHashSet();
        Dependencies.RemoveWhere(d => !neededByColumns.Contains(d));
        return query;
    }

    public override void WriteDefinition(StatementList statements)
    {
        if (_isPlaceholder)
            statements.Add(PlaceholderStatement("CREATE VIEW"));
        else
            statements.Add(CreateStatement("CREATE VIEW"));
    }

    internal string CreateStatement(string create) => $"{create} {QualifiedName}{RelationOptions.WithClause(Options)} AS\n{Definition}";

    internal string PlaceholderStatement(string create) => $"{create} {QualifiedName} AS\n{PlaceholderQuery()}";

    private string PlaceholderQuery() => "SELECT" + string.Join(
        ",",
        Columns.Select(column =>
        {
            var collation = column.Collation is null ? "" : $" COLLATE {column.Collation}";
            return $"\n    NULL::{column.Type}{collation} AS {Sql.Identifier(column.Name)}";
        }));
}
