namespace PgBackup;

/// <summary>Which backups of a database are kept. A backup is kept if any rule keeps it; a policy without rules keeps all.</summary>
/// <remarks>Whatever the policy says, the newest good backup stays, as do pinned backups, those that are being read, and all that are
/// newer than the newest good one. What is no backup of this library is never touched.</remarks>
public sealed class RetentionPolicy
{
    /// <summary>Gets or sets how many of the newest backups are kept.</summary>
    /// <value>More than zero. The default is no such rule.</value>
    public int? KeepLast { get; set; }

    /// <summary>Gets or sets how long each backup is kept.</summary>
    /// <value>More than zero. The default is no such rule.</value>
    public TimeSpan? KeepFor { get; set; }

    /// <summary>Gets or sets of how many days that have backups the newest is kept.</summary>
    /// <value>More than zero. The default is no such rule.</value>
    public int? Daily { get; set; }

    /// <summary>Gets or sets of how many weeks that have backups the newest is kept.</summary>
    /// <value>More than zero. The default is no such rule. Weeks are those of ISO 8601: they begin on Monday.</value>
    public int? Weekly { get; set; }

    /// <summary>Gets or sets of how many months that have backups the newest is kept.</summary>
    /// <value>More than zero. The default is no such rule.</value>
    public int? Monthly { get; set; }

    /// <summary>Gets or sets of how many years that have backups the newest is kept.</summary>
    /// <value>More than zero. The default is no such rule.</value>
    public int? Yearly { get; set; }

    /// <summary>Gets or sets how large all the backups may be together. Of those that the other rules keep, the oldest go first.</summary>
    /// <value>Bytes, more than zero. The default is no limit. It is exceeded where the newest good backup, pinned ones and those in use
    /// need more.</value>
    public long? MaxTotalBytes { get; set; }

    /// <summary>Gets or sets a value indicating whether only a verified backup is good enough for older ones to go.</summary>
    /// <value>The default, null, means yes as soon as one of the backups has been verified or found damaged.</value>
    public bool? RequireVerified { get; set; }

    /// <summary>Gets or sets the time zone that days, weeks, months and years begin in.</summary>
    /// <value>An IANA or Windows time zone id. The default is that of the variable <c>TZ</c>, else the machine's.</value>
    public string? TimeZone { get; set; }
}
