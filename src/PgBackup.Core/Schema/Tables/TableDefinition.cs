using System.Text;
using PgBackup.Postgres;

namespace PgBackup.Schema;

/// <summary>Writes CREATE TABLE and the ALTERs for what it cannot say.</summary>
internal sealed class TableDefinition(Table table)
{
    private readonly Inheritance _inheritance = new(table);

    // A typed table cannot be created with generated columns, but a table with them can become typed.
    private readonly bool _isTypedLater = table.OfType is not null && table.Columns.Any(c => c.IsGenerated);

    public void Write(StatementList statements)
    {
        _inheritance.WriteTemplate(statements);
        statements.Add(Create());
        _inheritance.WriteJoin(statements);
        if (_isTypedLater)
            statements.Add($"ALTER TABLE {table.QualifiedName} OF {table.OfType}");
        foreach (var column in table.Columns)
            ColumnProperties.Write(table, column, _inheritance, statements);
        if (table.ReplicaIdentity is 'f' or 'n')
            statements.Add($"{table.AlterOnly} REPLICA IDENTITY {(table.ReplicaIdentity == 'f' ? "FULL" : "NOTHING")}");
        // Apart from CREATE, so that a restore can do without tablespaces.
        if (table.Tablespace is not null)
            statements.Add(
                $"ALTER TABLE {table.QualifiedName} SET TABLESPACE {Sql.Identifier(table.Tablespace)}", StatementRole.Tablespace);
    }

    private string Create()
    {
        var sql = new StringBuilder($"CREATE {(table.IsUnlogged ? "UNLOGGED " : "")}{table.Keyword} {table.QualifiedName}");
        var isTyped = table.OfType is not null && !_isTypedLater;
        if (isTyped)
            sql.Append(" OF ").Append(table.OfType);

        var elements = isTyped ? TypedColumns() : Columns();
        elements.AddRange(table.InlineConstraints
            .Where(c => ReferenceEquals(c.InlineIn, table)).Select(c => ((IInlineConstraint)c).InlineClause));
        if (elements.Count > 0)
            sql.Append(" (\n    ").AppendJoin(",\n    ", elements).Append("\n)");
        else if (!isTyped)
            sql.Append(" (\n)");

        if (_inheritance.CreatedUnder is { Count: > 0 } parents)
            sql.Append("\nINHERITS (").AppendJoin(", ", parents).Append(')');
        if (table.IsPartitioned)
            sql.Append("\nPARTITION BY ").Append(table.PartitionKey);
        if (table is ForeignTable foreign)
            AppendServer(sql, foreign);
        if (table.AccessMethod is not null)
            sql.Append("\nUSING ").Append(Sql.Identifier(table.AccessMethod));
        if (table.Options.Length + table.ToastOptions.Length > 0)
            sql.Append("\nWITH (").AppendJoin(", ", OptionLists()).Append(')');
        return sql.ToString();
    }

    private List<string> Columns()
    {
        var elements = new List<string>(table.Columns.Count);
        foreach (var column in table.Columns)
        {
            if (table.Declares(column))
            {
                elements.Add(ColumnClause.Write(
                    column, table, _inheritance.StatesExpression(column), _inheritance.DeclaresNotNull(column)));
            }
            else if (table.ServerMajor >= 18 && _inheritance.DeclaresNotNull(column))
            {
                elements.Add(ColumnClause.NotNullClause(column.NotNull!, column));
            }
        }

        return elements;
    }

    private List<string> TypedColumns() => [.. table.Columns.Select(c => ColumnClause.WriteTyped(c, table)).OfType<string>()];

    private IEnumerable<string> OptionLists()
    {
        if (table.Options.Length > 0)
            yield return RelationOptions.List(table.Options);
        if (table.ToastOptions.Length > 0)
            yield return RelationOptions.List(table.ToastOptions, "toast.");
    }

    private static void AppendServer(StringBuilder sql, ForeignTable table)
    {
        sql.Append("\nSERVER ").Append(Sql.Identifier(table.Server));
        if (table.ForeignOptions.Length > 0)
            sql.Append('\n').Append(ForeignOptions.Clause(table.ForeignOptions));
    }
}
