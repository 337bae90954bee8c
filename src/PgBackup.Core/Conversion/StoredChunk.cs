using PgBackup.Backup;

namespace PgBackup.Conversion;

/// <summary>One segment of a table's rows in the original; none where the table has no rows.</summary>
internal sealed class StoredChunk(BackupTable table, int? segment, bool isFirst, bool isLast) : RowChunk(table, isFirst, isLast)
{
    public int? Segment { get; } = segment;

    /// <summary>Lists the chunks of tables, in their order.</summary>
    public static IEnumerable<StoredChunk> Of(IEnumerable<BackupTable> tables) => tables.SelectMany(table => table.Segments.Count == 0
        ? [new StoredChunk(table, null, isFirst: true, isLast: true)]
        : table.Segments.Select((s, i) => new StoredChunk(table, s, isFirst: i == 0, isLast: i == table.Segments.Count - 1)));
}
