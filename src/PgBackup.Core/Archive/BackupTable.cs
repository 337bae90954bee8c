namespace PgBackup;

/// <summary>The rows of one table (or the large objects) within a backup.</summary>
public sealed record BackupTable
{
    /// <summary>Gets the schema, unquoted.</summary>
    public required string Schema { get; init; }

    /// <summary>Gets the table's name, unquoted.</summary>
    public required string Name { get; init; }

    /// <summary>Gets the columns, in the order of the fields of each row.</summary>
    public required IReadOnlyList<BackupColumn> Columns { get; init; }

    /// <summary>Gets how the rows are loaded.</summary>
    public BackupTableTarget Target { get; init; }

    /// <summary>Gets how many rows there are; known when the backup is finished.</summary>
    public long Rows { get; init; }

    /// <summary>Gets how many bytes the rows have, as the server sent them; known when the backup is finished.</summary>
    public long Bytes { get; init; }

    /// <summary>Gets the indexes of the segments that hold the rows, in order; known when the backup is finished.</summary>
    public IReadOnlyList<int> Segments { get; init; } = [];
}
