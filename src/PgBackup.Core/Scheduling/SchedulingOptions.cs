namespace PgBackup;

/// <summary>How instances share the work of schedules.</summary>
public sealed class SchedulingOptions
{
    /// <summary>Gets or sets how this instance names itself.</summary>
    /// <value>At most 200 characters. The default, null, means the machine's name and the number of the process.</value>
    public string? Instance { get; set; }

    /// <summary>Gets or sets for how long a run belongs to an instance that is not heard of any more; it renews its claim three times as
    /// often.</summary>
    /// <value>Two seconds to one hour. The default is one minute.</value>
    public TimeSpan Lease { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>Gets or sets how often an instance looks for changed schedules, and for runs of instances that died.</summary>
    /// <value>100 milliseconds to one hour. The default is 15 seconds.</value>
    public TimeSpan PollInterval { get; set; } = TimeSpan.FromSeconds(15);

    /// <summary>Gets or sets how late a run may begin before its due time counts as missed
    /// (<see cref="BackupSchedule.MissedRuns"/>).</summary>
    /// <value>One second to one day. The default is one minute.</value>
    public TimeSpan MissedAfter { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>Gets or sets how many runs of all schedules an instance has at the same time.</summary>
    /// <value>1 to 64. The default is 2.</value>
    public int MaxConcurrentRuns { get; set; } = 2;
}
