namespace PgBackup;

/// <summary>The backups of one day.</summary>
public sealed record BackupDayStatistics
{
    /// <summary>Gets the day, in UTC.</summary>
    public required DateOnly Day { get; init; }

    /// <summary>Gets how many backups were made.</summary>
    public required long Succeeded { get; init; }

    /// <summary>Gets how many failed.</summary>
    public required long Failed { get; init; }

    /// <summary>Gets the bytes of all that were made.</summary>
    public required long TotalSize { get; init; }

    /// <summary>Gets the bytes of the largest.</summary>
    public required long LargestSize { get; init; }

    /// <summary>Gets the rows of the one that has most.</summary>
    public required long MostRows { get; init; }
}
