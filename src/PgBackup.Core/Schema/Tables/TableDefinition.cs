using System.Text;
using PgBackup.Postgres;

namespace PgBackup.Schema;

/// <summary>Writes CREATE TABLE and the ALTERs for what it cannot say.</summary>
internal sealed class TableDefinition(Table table)
{
    private readonly Inheritance _inheritance = new(table);

    // A typed table cannot be created with generated columns, but a table with them can become typed.
    private readonly bool _isTypedLater = table.OfType is not null && table.Columns.Any(c => c.IsGenerated);

    private bool _hasElements;

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
        var sql = new StringBuilder(512);
        sql.Append("CREATE ").Append(table.IsUnlogged ? "UNLOGGED " : "").Append(table.Keyword).Append(' ').Append(table.QualifiedName);
        var isTyped = table.OfType is not null && !_isTypedLater;
        if (isTyped)
            sql.Append(" OF ").Append(table.OfType);

        if (isTyped)
            AppendTypedColumns(sql);
        else
            AppendColumns(sql);
        foreach (var constraint in table.InlineConstraints)
        {
            if (ReferenceEquals(constraint.InlineIn, table))
                NextElement(sql).Append(((IInlineConstraint)constraint).InlineClause);
        }

        if (_hasElements)
            sql.Append("\n)");
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

    private void AppendColumns(StringBuilder sql)
    {
        foreach (var column in table.Columns)
        {
            if (table.Declares(column))
            {
                ColumnClause.Append(
                    NextElement(sql), column, table, _inheritance.StatesExpression(column), _inheritance.DeclaresNotNull(column));
            }
            else if (table.ServerMajor >= 18 && _inheritance.DeclaresNotNull(column))
            {
                NextElement(sql).Append(ColumnClause.NotNullClause(column.NotNull!, column));
            }
        }
    }

    private void AppendTypedColumns(StringBuilder sql)
    {
        foreach (var column in table.Columns)
        {
            if (ColumnClause.WriteTyped(column, table) is { } clause)
                NextElement(sql).Append(clause);
        }
    }

    private StringBuilder NextElement(StringBuilder sql)
    {
        sql.Append(_hasElements ? ",\n    " : " (\n    ");
        _hasElements = true;
        return sql;
    }

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
