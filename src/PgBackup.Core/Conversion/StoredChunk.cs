using PgBackup.Archive;
using PgBackup.Backup;

namespace PgBackup.Conversion;

/// <summary>One segment of a table's rows in the original; none where the table has no rows.</summary>
internal sealed class StoredChunk(BackupTable table, int? segment, bool isFirst, bool isLast) : RowChunk(table, isFirst, isLast)
{
    public int? Segment { get; } = segment;

    /// <summary>Lists the chunks of tables, in their order.</summary>
    public static IEnumerable<StoredChunk> Of(IEnumerable<BackupTable> tables) => tables.SelectMany(Of);

    private static IEnumerable<StoredChunk> Of(BackupTable table)
    {
        if (table.Segments.Count == 0)
            return [new StoredChunk(table, null, isFirst: true, isLast: true)];
        var last = table.Segments.Count - 1;
        var levels = last > 0 ? new LevelMemory() : null;
        return table.Segments.Select((s, i) => new StoredChunk(table, s, isFirst: i == 0, isLast: i == last) { Levels = levels });
    }
}
