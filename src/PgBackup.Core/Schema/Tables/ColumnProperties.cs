using PgBackup.Postgres;

namespace PgBackup.Schema;

/// <summary>Writes what CREATE TABLE (or CREATE MATERIALIZED VIEW) leaves to be said of a column.</summary>
internal static class ColumnProperties
{
    /// <summary>Writes the properties of a column of a materialized view, or of any relation that inherits from none.</summary>
    public static void Write(Relation relation, Column column, StatementList statements) =>
        Write(relation, column, inheritance: null, statements);

    public static void Write(Relation relation, Column column, Inheritance? inheritance, StatementList statements)
    {
        var parents = inheritance?.CreatedFrom(column) ?? [];

        if (inheritance is not null)
            WriteNullability(column, inheritance, (Table)relation, statements);
        // The parent's default has come along; if it is made later than this table, there is nothing to drop, and no harm.
        if (column.Default is null && !column.IsGenerated && parents.Any(p => p.Default is not null))
            statements.Add($"{Alter(relation, column)} DROP DEFAULT");
        if (column.StatisticsTarget is not null)
            statements.Add($"{Alter(relation, column)} SET STATISTICS {column.StatisticsTarget}");
        if (column.Storage != (parents.Count > 0 ? parents[0].Storage : column.TypeStorage))
            statements.Add($"{Alter(relation, column)} SET STORAGE {StorageName(column.Storage)}");
        if (column.Compression != (parents.Count > 0 ? parents[0].Compression : '\0'))
            statements.Add($"{Alter(relation, column)} SET COMPRESSION {CompressionName(column.Compression)}");
        if (column.Options.Length > 0)
            statements.Add($"{Alter(relation, column)} SET ({RelationOptions.List(column.Options)})");
        if (column.ForeignOptions.Length > 0)
            statements.Add($"{Alter(relation, column)} {ForeignOptions.Clause(column.ForeignOptions)}");
    }

    // Since 18, NOT NULL is a constraint that the children of its table always have.
    private static void WriteNullability(Column column, Inheritance inheritance, Table table, StatementList statements)
    {
        if (table.ServerMajor >= 18 || table.IsPartition)
            return;
        var comesFromParent = inheritance.HasNotNullParent(column);
        if (column.NotNull is null && comesFromParent)
            statements.Add($"{Alter(table, column)} DROP NOT NULL");
        else if (column.NotNull is not null && !comesFromParent && !table.Declares(column))
            statements.Add($"{Alter(table, column)} SET NOT NULL");
    }

    private static string Alter(Relation relation, Column column) => $"{relation.AlterOnly} ALTER COLUMN {Sql.Identifier(column.Name)}";

    private static string StorageName(char storage) => storage switch
    {
        'p' => "PLAIN",
        'e' => "EXTERNAL",
        'm' => "MAIN",
        'x' => "EXTENDED",
        _ => throw new ArgumentOutOfRangeException(nameof(storage), storage, "This storage is not known."),
    };

    private static string CompressionName(char compression) => compression switch
    {
        '\0' => "default",
        'p' => "pglz",
        'l' => "lz4",
        _ => throw new ArgumentOutOfRangeException(nameof(compression), compression, "This compression is not known."),
    };
}
