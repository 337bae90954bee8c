namespace PgBackup;

/// <summary>Chooses backups of a store; every property that is set must match.</summary>
/// <remarks>Names are compared to the letter. The default of each property, null, means any.</remarks>
public sealed class BackupFilter
{
    /// <summary>Gets or sets the database's name.</summary>
    public string? Database { get; set; }

    /// <summary>Gets or sets the format's name.</summary>
    public string? Format { get; set; }

    /// <summary>Gets or sets the label.</summary>
    public string? Label { get; set; }

    /// <summary>Gets or sets the id of the schedule that made the backup.</summary>
    public string? ScheduleId { get; set; }

    /// <summary>Gets or sets the earliest time of creation.</summary>
    public DateTimeOffset? From { get; set; }

    /// <summary>Gets or sets the time before which the backup was created.</summary>
    public DateTimeOffset? Before { get; set; }

    /// <summary>Gets or sets how many backups are returned at most, the newest first.</summary>
    /// <value>More than zero. The default is no limit.</value>
    public int? Limit { get; set; }
}
