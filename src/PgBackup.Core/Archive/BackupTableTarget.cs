namespace PgBackup;

/// <summary>How rows are loaded.</summary>
public enum BackupTableTarget
{
    /// <summary>By COPY into the table of that name.</summary>
    Table,

    /// <summary>As pieces of large objects: object, offset and bytes of each piece.</summary>
    LargeObjects,
}
