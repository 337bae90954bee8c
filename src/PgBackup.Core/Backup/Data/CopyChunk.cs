using PgBackup.Archive;

namespace PgBackup.Backup;

/// <summary>One COPY statement of a table.</summary>
internal sealed class CopyChunk(TableCopy copy, string statement, bool isFirst, bool isLast) : RowChunk(copy.Table, isFirst, isLast)
{
    public TableCopy Copy { get; } = copy;

    public string Statement { get; } = statement;

    /// <summary>Lists the chunks of tables, in their order.</summary>
    public static IEnumerable<CopyChunk> Of(IEnumerable<TableCopy> copies) => copies.SelectMany(Of);

    private static IEnumerable<CopyChunk> Of(TableCopy copy)
    {
        var last = copy.Statements.Count - 1;
        var levels = last > 0 ? new LevelMemory() : null;
        return copy.Statements.Select(
            (statement, i) => new CopyChunk(copy, statement, isFirst: i == 0, isLast: i == last) { Levels = levels });
    }
}
