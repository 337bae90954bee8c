namespace PgBackup;

/// <summary>Chooses operations of the history; every property that is set must match.</summary>
public sealed class HistoryFilter
{
    /// <summary>Gets or sets what was done, for instance <c>backup</c>.</summary>
    public string? Operation { get; set; }

    /// <summary>Gets or sets how it ended.</summary>
    public OperationOutcome? Outcome { get; set; }

    /// <summary>Gets or sets the schedule.</summary>
    public string? ScheduleId { get; set; }

    /// <summary>Gets or sets the backup.</summary>
    public string? BackupId { get; set; }

    /// <summary>Gets or sets the earliest time of the beginning.</summary>
    public DateTimeOffset? From { get; set; }

    /// <summary>Gets or sets the time before which it began.</summary>
    public DateTimeOffset? Before { get; set; }

    /// <summary>Gets or sets how many operations are returned at most, the newest first.</summary>
    /// <value>1 to 1000. The default is 100.</value>
    public int Limit { get; set; } = 100;

    /// <summary>Gets or sets where to go on: the <see cref="HistoryPage.Next"/> of the page before.</summary>
    /// <value>The default, null, means the newest.</value>
    public string? Cursor { get; set; }
}
