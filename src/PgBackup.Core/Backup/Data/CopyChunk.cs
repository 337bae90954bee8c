namespace PgBackup.Backup;

/// <summary>One COPY statement of a table.</summary>
internal sealed class CopyChunk(TableCopy copy, string statement, bool isFirst, bool isLast) : RowChunk(copy.Table, isFirst, isLast)
{
    public TableCopy Copy { get; } = copy;

    public string Statement { get; } = statement;

    /// <summary>Lists the chunks of tables, in their order.</summary>
    public static IEnumerable<CopyChunk> Of(IEnumerable<TableCopy> copies) => copies.SelectMany(copy => copy.Statements.Select(
        (statement, i) => new CopyChunk(copy, statement, isFirst: i == 0, isLast: i == copy.Statements.Count - 1)));
}
