using PgBackup.Archive;

namespace PgBackup;

/// <summary>The rows of one table (or the large objects) within a backup.</summary>
public sealed record BackupTable
{
    /// <summary>Gets the schema, unquoted.</summary>
    public required string Schema { get; init; }

    /// <summary>Gets the table's name, unquoted.</summary>
    public required string Name { get; init; }

    /// <summary>Gets the columns, in the order of the fields of each row.</summary>
    public required IReadOnlyList<BackupColumn> Columns { get; init => field = ExactList.Of(value); }

    /// <summary>Gets the partitioned table through which the rows are loaded, where a partition's rows may belong to another one after a
    /// restore: hashes of some types are not the same everywhere. Null where they are loaded into the table itself.</summary>
    public BackupTableName? LoadThrough { get; init; }

    /// <summary>Gets a value indicating whether text within the rows is bytes of no known encoding, as a database without one (SQL_ASCII)
    /// holds them. Otherwise it is UTF-8.</summary>
    public bool HasRawText { get; init; }

    /// <summary>Gets the SQL condition that chose the rows; null where all of the table's rows were backed up.</summary>
    public string? Filter { get; init; }

    /// <summary>Gets how the rows are loaded.</summary>
    public BackupTableTarget Target { get; init; }

    /// <summary>Gets the file within a zip archive that holds the rows; null where the artifact is one stream.</summary>
    public string? File { get; init; }

    /// <summary>Gets how many rows there are; known when the backup is finished.</summary>
    public long Rows { get; init; }

    /// <summary>Gets how many bytes the rows have in the backup's format, before compression; known when the backup is finished.</summary>
    public long Bytes { get; init; }

    /// <summary>Gets a hash of the rows as they were in the backup's snapshot; null where the backup was made without.</summary>
    /// <value>The sum, modulo 2 to the 128th, of the XXH128 of each row's COPY text without its line feed: 32 hexadecimal digits. It does
    /// not depend on the order of the rows.</value>
    public string? ContentHash { get; init; }

    /// <summary>Gets the indexes of the segments that hold the rows, in order; known when the backup is finished.</summary>
    public IReadOnlyList<int> Segments { get; init => field = ExactList.Of(value); } = [];
}
