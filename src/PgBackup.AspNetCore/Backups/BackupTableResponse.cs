namespace PgBackup.AspNetCore.Backups;

/// <summary>A table whose rows a backup holds.</summary>
internal sealed record BackupTableResponse
{
    public required string Schema { get; init; }

    public required string Name { get; init; }

    public required long Rows { get; init; }

    /// <summary>Gets the size of the rows in the backup's format, before compression.</summary>
    public required long Bytes { get; init; }

    /// <summary>Gets the SQL condition that chose the rows.</summary>
    public string? Filter { get; init; }

    /// <summary>Gets the hash of the rows, which does not depend on their order: equal rows have equal hashes.</summary>
    public string? ContentHash { get; init; }
}
