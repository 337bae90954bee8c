namespace PgBackup;

/// <summary>From when on backups count as degraded or unhealthy.</summary>
public sealed class BackupHealthOptions
{
    /// <summary>Gets or sets how long after a due time its backup may take to be there.</summary>
    /// <value>Zero to 30 days. The default is one hour.</value>
    public TimeSpan Grace { get; set; } = TimeSpan.FromHours(1);

    /// <summary>Gets or sets how old the newest good backup of each schedule may be, or of all backups where there are no
    /// schedules.</summary>
    /// <value>More than zero. The default, null, means no bound: schedules are degraded when one due time has passed without a good backup,
    /// and unhealthy when two have.</value>
    public TimeSpan? MaxAge { get; set; }

    /// <summary>Gets or sets how many failed runs in a row make a schedule unhealthy; one makes it degraded.</summary>
    /// <value>1 to 1000. The default is 3.</value>
    public int FailedRuns { get; set; } = 3;

    /// <summary>Gets or sets how long ago the last verification may be, where the schedule asks for any or a backup was verified
    /// before.</summary>
    /// <value>More than zero; null means without bound. The default is 35 days.</value>
    public TimeSpan? VerifiedWithin { get; set; } = TimeSpan.FromDays(35);

    /// <summary>Gets or sets for how many backups of the size of the newest the store must have room. Less is degraded, less than one is
    /// unhealthy.</summary>
    /// <value>0, which looks for none, to a billion. The default is 2.</value>
    public double FreeBackups { get; set; } = 2;

    /// <summary>Gets or sets how long something may wait to be run before nobody seems to run schedules.</summary>
    /// <value>One minute to 30 days. The default is 15 minutes.</value>
    public TimeSpan SchedulerGrace { get; set; } = TimeSpan.FromMinutes(15);

    /// <summary>Gets or sets which part of its rows a table may lose from one backup to the next.</summary>
    /// <value>More than 0, and 1 at most, which lets it lose all but the last. The default is 0.5.</value>
    public double RowLoss { get; set; } = 0.5;

    /// <summary>Gets or sets how many rows a table must have had for its loss to be told of.</summary>
    /// <value>1 or more. The default is 100.</value>
    public long RowLossFrom { get; set; } = 100;

    /// <summary>Gets or sets how many times the usual deviation (the median absolute deviation of the backups before) a size or duration
    /// may be away from their median.</summary>
    /// <value>1 to 1000. The default is 6.</value>
    public double Deviations { get; set; } = 6;

    /// <summary>Gets or sets which part of the median a size or duration may be away from it in any case.</summary>
    /// <value>0 to 100. The default is 0.5.</value>
    public double DeviationFloor { get; set; } = 0.5;

    /// <summary>Gets or sets how many backups the newest is compared with; with fewer than five nothing is said of sizes and
    /// durations.</summary>
    /// <value>5 to 50. The default is 10.</value>
    public int CompareWith { get; set; } = 10;

    /// <summary>Gets or sets for how long an answer is given again without looking.</summary>
    /// <value>Zero to one hour. The default is 15 seconds.</value>
    public TimeSpan CacheFor { get; set; } = TimeSpan.FromSeconds(15);
}
