namespace PgBackup;

/// <summary>A backup that is made by itself at certain times, whichever instance of the application makes it.</summary>
public sealed class BackupSchedule
{
    /// <summary>Gets or sets the name by which the schedule is known everywhere.</summary>
    /// <value>Letters, digits, <c>-</c>, <c>_</c> and <c>.</c>; 100 at most. Required.</value>
    public string Id { get; set; } = "";

    /// <summary>Gets or sets a name for people.</summary>
    /// <value>200 characters at most. The default, null, means the id.</value>
    public string? Name { get; set; }

    /// <summary>Gets or sets when the schedule is due.</summary>
    /// <value>A cron expression: minute, hour, day of the month, month, day of the week, or six fields with the second in front; or
    /// <c>@hourly</c>, <c>@daily</c>, <c>@midnight</c>, <c>@weekly</c>, <c>@monthly</c>, <c>@yearly</c>, <c>@annually</c>.
    /// Required.</value>
    public string Schedule { get; set; } = "";

    /// <summary>Gets or sets the time zone of <see cref="Schedule"/>.</summary>
    /// <value>An IANA or Windows id. The default, null, means that of the variable <c>TZ</c>, else the machine's.</value>
    public string? TimeZone { get; set; }

    /// <summary>Gets or sets what is backed up and how.</summary>
    /// <value>The default is the whole database. Its format must be registered.</value>
    public BackupOptions Options { get; set; } = new();

    /// <summary>Gets or sets a value indicating whether the schedule is due at all. <see cref="IScheduledBackupService.DisableAsync"/> and
    /// <see cref="IScheduledBackupService.EnableAsync"/> overrule it.</summary>
    /// <value>The default is true.</value>
    public bool Enabled { get; set; } = true;

    /// <summary>Gets or sets which backups of the schedule are kept, after each that succeeds.</summary>
    /// <value>The default, null, means all.</value>
    public RetentionPolicy? Retention { get; set; }

    /// <summary>Gets or sets how long a run may take before it is cancelled and counts as failed.</summary>
    /// <value>More than zero, 24 days at most. The default, null, means no limit.</value>
    public TimeSpan? Timeout { get; set; }

    /// <summary>Gets or sets what becomes of a due time while the run of an earlier one is going on.</summary>
    /// <value>The default is <see cref="OverlapRule.Skip"/>.</value>
    public OverlapRule Overlap { get; set; }

    /// <summary>Gets or sets what becomes of due times at which no instance was running.</summary>
    /// <value>The default is <see cref="MissedRunRule.CatchUp"/>.</value>
    public MissedRunRule MissedRuns { get; set; }

    /// <summary>Gets or sets how often a backup is tried again that failed for a passing reason
    /// (<see cref="PgBackupException.IsTransient"/>).</summary>
    /// <value>0 to 20. The default is 3.</value>
    public int Retries { get; set; } = 3;

    /// <summary>Gets or sets how long to wait before the first retry; each further one waits twice as long, an hour at most.</summary>
    /// <value>More than zero, an hour at most. The default is 30 seconds.</value>
    public TimeSpan RetryDelay { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>Gets or sets how each backup is verified. One that is not good makes the run fail, and no older backup is deleted
    /// then.</summary>
    /// <value>The default, null, means not at all.</value>
    public VerificationLevel? Verification { get; set; }

    /// <summary>Gets or sets how many successful runs there are to each one whose backup is test-restored.</summary>
    /// <value>1 to 1000. The default, null, means none, but for what <see cref="Verification"/> asks.</value>
    public int? TestRestoreEvery { get; set; }
}
