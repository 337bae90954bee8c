using System.Globalization;
using System.Text;
using PgBackup.Postgres;

namespace PgBackup.Schema;

/// <summary>Writes columns as they stand in CREATE TABLE.</summary>
internal static class ColumnClause
{
    /// <summary>Appends <c>name type COLLATE … DEFAULT … NOT NULL</c>.</summary>
    /// <param name="clause">What is appended to.</param>
    /// <param name="column">The column.</param>
    /// <param name="container">The table whose CREATE states the default, if it is still inline there; null for no default.</param>
    /// <param name="withExpression">Whether a generated column states its expression; otherwise it inherits it.</param>
    /// <param name="withNotNull">Whether it states its NOT NULL.</param>
    public static void Append(StringBuilder clause, Column column, Table? container, bool withExpression, bool withNotNull)
    {
        clause.Append(Sql.Identifier(column.Name)).Append(' ').Append(column.Type);
        if (column.Collation is not null)
            clause.Append(" COLLATE ").Append(column.Collation);
        AppendDefault(clause, column, container, withExpression);
        if (withNotNull && column.NotNull is not null)
            clause.Append(' ').Append(NotNullClause(column.NotNull));
    }

    /// <summary>Writes a column of a typed table, which has its type from there; null where there is nothing to add to that.</summary>
    public static string? WriteTyped(Column column, Table container)
    {
        var clause = new StringBuilder();
        AppendDefault(clause, column, container, withExpression: true);
        if (column.NotNull is { IsAddedLater: false })
            clause.Append(' ').Append(NotNullClause(column.NotNull));
        return clause.Length == 0 ? null : $"{Sql.Identifier(column.Name)} WITH OPTIONS{clause}";
    }

    /// <summary>Writes NOT NULL, with its name where the server would not choose it itself; for a <paramref name="column"/> that is not
    /// listed, as a constraint of the table.</summary>
    public static string NotNullClause(NotNull notNull, Column? column = null)
    {
        if (column is null && notNull is { IsNoInherit: false, Name: null } or { IsNoInherit: false, HasDefaultName: true })
            return "NOT NULL";
        var name = notNull is { Name: not null, HasDefaultName: false } ? $"CONSTRAINT {Sql.Identifier(notNull.Name)} " : "";
        return $"{name}NOT NULL{(column is null ? "" : " " + Sql.Identifier(column.Name))}{(notNull.IsNoInherit ? " NO INHERIT" : "")}";
    }

    private static void AppendDefault(StringBuilder clause, Column column, Table? container, bool withExpression)
    {
        if (column.GenerationExpression is not null)
        {
            var stored = column.Generated == 's' ? " STORED" : "";
            if (withExpression)
                clause.Append(CultureInfo.InvariantCulture, $" GENERATED ALWAYS AS ({column.GenerationExpression}){stored}");
        }
        else if (column.Default?.InlineIn is { } inlineIn && ReferenceEquals(inlineIn, container))
        {
            clause.Append(" DEFAULT ").Append(column.Default.Expression);
        }
    }
}
