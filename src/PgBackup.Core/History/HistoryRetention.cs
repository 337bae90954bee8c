namespace PgBackup;

/// <summary>How long the history itself is kept: rows of <c>pgbackup.backup_history</c> and <c>pgbackup.schedule_run</c>.</summary>
/// <remarks>What is going on or waits to be run stays, and so do the runs of each schedule since its last success, which tell how long it
/// has been failing.</remarks>
public sealed class HistoryRetention
{
    /// <summary>Gets or sets how long rows are kept.</summary>
    /// <value>At least one day; null means without limit. The default is 400 days, so that a year can be compared with the one
    /// before.</value>
    public TimeSpan? KeepFor { get; set; } = TimeSpan.FromDays(400);

    /// <summary>Gets or sets how many rows of each of the two tables are kept at most, the newest.</summary>
    /// <value>At least 100; null means without limit. The default is 200,000.</value>
    public int? MaxRows { get; set; } = 200_000;
}
