using System.Text;
using PgBackup.Postgres;

namespace PgBackup.Schema;

/// <summary>Decides how a table that inherits from others comes to have the columns it has, in their order and with their origin.</summary>
/// <remarks>
/// <c>CREATE TABLE … INHERITS</c> puts the parents' columns first and merges their properties, which is not what a table looks like whose
/// parent got another column later, or that was made on its own and joined its parents afterwards. There are three ways:
/// <list type="bullet">
/// <item>created under its parents, where that gives the very same table;</item>
/// <item>created alone and then joined with them, where everything in it is its own (as the user must have done it);</item>
/// <item>otherwise created under a template that has all columns in the right order. When the table has joined its parents and leaves the
/// template, columns that no parent has become its own, and the others stay merely inherited.</item>
/// </list>
/// Partitions are none of this: they are attached.
/// </remarks>
internal sealed class Inheritance
{
    private static readonly Dictionary<string, List<Column>> None = [];

    private readonly Table _table;
    private readonly Way _way;
    private readonly Dictionary<string, List<Column>> _parentColumns = None;

    public Inheritance(Table table)
    {
        _table = table;
        if (table.IsPartition || table.Parents.Count == 0)
            return;
        _parentColumns = new Dictionary<string, List<Column>>(StringComparer.Ordinal);
        foreach (var column in table.Parents.SelectMany(p => p.Columns))
        {
            if (!_parentColumns.TryGetValue(column.Name, out var columns))
                _parentColumns.Add(column.Name, columns = []);
            columns.Add(column);
        }

        if (HasOrderOfParents() && table.Columns.All(IsMergedAlike) && !table.InheritedChecks.Exists(c => c.IsOrphan))
            _way = Way.UnderParents;
        else
            _way = IsAllLocal() ? Way.JoinsParents : Way.UnderTemplate;
    }

    private enum Way
    {
        Alone,
        UnderParents,
        JoinsParents,
        UnderTemplate,
    }

    /// <summary>Gets the quoted tables that stand in the INHERITS clause.</summary>
    public IReadOnlyList<string> CreatedUnder => _way switch
    {
        Way.UnderParents => [.. _table.Parents.Select(p => p.QualifiedName)],
        Way.UnderTemplate => [TemplateName],
        _ => [],
    };

    private string TemplateName => Sql.Qualified(_table.Schema, $"pgbackup_template_{_table.Address.ObjectId}");

    /// <summary>Gets the parents' columns that the new column takes its storage and the like from.</summary>
    public IReadOnlyList<Column> CreatedFrom(Column column) =>
        _way == Way.UnderParents && _parentColumns.TryGetValue(column.Name, out var columns) ? columns : Array.Empty<Column>();

    /// <summary>Tells whether a parent's column was NOT NULL before 18, when a child's became so as well.</summary>
    public bool HasNotNullParent(Column column) =>
        _table.ServerMajor < 18 && _parentColumns.TryGetValue(column.Name, out var parents) && parents.Any(p => p.NotNull is not null);

    /// <summary>Tells whether CREATE TABLE itself says that the column is NOT NULL.</summary>
    public bool DeclaresNotNull(Column column)
    {
        if (column.NotNull is not { IsAddedLater: false } notNull)
            return false;
        if (_table.IsPartition)
            return true;
        return _table.ServerMajor >= 18 ? notNull.IsLocal : _way != Way.UnderParents || !HasNotNullParent(column);
    }

    /// <summary>Tells whether CREATE TABLE itself says how the column is generated.</summary>
    public bool StatesExpression(Column column) => _way switch
    {
        Way.UnderTemplate => false,
        Way.UnderParents => !_parentColumns.TryGetValue(column.Name, out var parents)
            || !parents.Exists(p => p.GenerationExpression == column.GenerationExpression),
        _ => true,
    };

    /// <summary>Writes the template, where one is needed.</summary>
    public void WriteTemplate(StatementList statements)
    {
        if (_way != Way.UnderTemplate)
            return;
        var elements = _table.Columns.Select(WriteInTemplate).ToList();
        // Named, as the table takes over the names too.
        elements.AddRange(_table.Columns.Where(c => c.NotNull is { Name: not null, IsLocal: false, IsAddedLater: false })
            .Select(c => $"CONSTRAINT {Sql.Identifier(c.NotNull!.Name!)} NOT NULL {Sql.Identifier(c.Name)}"));
        elements.AddRange(_table.InheritedChecks.Where(c => ReferenceEquals(c.InlineIn, _table)).Select(c => c.InlineClause));
        statements.Add($"CREATE TABLE {TemplateName} (\n    {string.Join(",\n    ", elements)}\n)");
    }

    private static string WriteInTemplate(Column column)
    {
        var clause = new StringBuilder();
        ColumnClause.Append(clause, column, container: null, withExpression: true, withNotNull: false);
        return clause.ToString();
    }

    /// <summary>Writes what joins a new table with its parents.</summary>
    public void WriteJoin(StatementList statements)
    {
        if (_way is not (Way.JoinsParents or Way.UnderTemplate))
            return;
        var alter = $"ALTER {_table.Keyword} {_table.QualifiedName}";
        foreach (var column in _table.Columns.Where(NeedsNotNullToJoin))
            statements.Add($"{_table.AlterOnly} ALTER COLUMN {Sql.Identifier(column.Name)} SET NOT NULL");
        foreach (var parent in _table.Parents)
            statements.Add($"{alter} INHERIT {parent.QualifiedName}");
        if (_way == Way.UnderTemplate)
        {
            statements.Add($"{alter} NO INHERIT {TemplateName}");
            statements.Add($"DROP TABLE {TemplateName}");
        }
    }

    // A parent lets no nullable column join; once joined, the child may lift that again.
    private bool NeedsNotNullToJoin(Column column) =>
        HasNotNullParent(column) && !(column.NotNull is not null && _table.Declares(column));

    private bool HasOrderOfParents()
    {
        var order = new List<string>();
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var column in _table.Parents.SelectMany(p => p.Columns).Concat(_table.Columns.Where(c => c.IsLocal)))
        {
            if (seen.Add(column.Name))
                order.Add(column.Name);
        }

        return order.SequenceEqual(_table.Columns.Select(c => c.Name));
    }

    // CREATE TABLE … INHERITS refuses parents that disagree, and gives a child's column what they agree on.
    private bool IsMergedAlike(Column column)
    {
        if (!_parentColumns.TryGetValue(column.Name, out var parents))
            return true;
        var first = parents[0];
        return parents.TrueForAll(p => p.Storage == first.Storage && p.Compression == first.Compression
                && p.Generated == first.Generated && p.GenerationExpression == first.GenerationExpression
                && p.Default?.Expression == first.Default?.Expression)
            && IsGeneratedAlike(column, first) && IsNamedAlike(column, parents);
    }

    // Until 15, a child could not state an expression of its own under a generated column; since 16, only if it declares the column.
    private bool IsGeneratedAlike(Column column, Column parent) => column.GenerationExpression == parent.GenerationExpression
        || (column.IsLocal && (_table.ServerMajor >= 16 || !parent.IsGenerated));

    // A merely inherited NOT NULL has the name of the first parent's.
    private static bool IsNamedAlike(Column column, List<Column> parents) =>
        column.NotNull is not { Name: not null, IsLocal: false, IsAddedLater: false }
        || parents.Find(p => p.NotNull is { IsNoInherit: false, IsAddedLater: false })?.NotNull!.Name == column.NotNull.Name;

    private bool IsAllLocal() => !_table.InheritedChecks.Exists(c => ReferenceEquals(c.InlineIn, _table))
        && _table.Columns.TrueForAll(c => c.IsLocal && c.NotNull is not { IsLocal: false, IsAddedLater: false });
}
