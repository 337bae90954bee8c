namespace PgBackup;

/// <summary>Which backups a <see cref="RetentionPolicy"/> is for, and whether it is carried out. No other backup is counted or
/// deleted.</summary>
public sealed class RetentionOptions
{
    /// <summary>Gets or sets the name of the database.</summary>
    /// <value>The default is the database of <see cref="PgBackupOptions.ConnectionString"/>; where none is configured, the only one that
    /// the store has backups of.</value>
    public string? Database { get; set; }

    /// <summary>Gets or sets the id of the schedule that made the backups.</summary>
    /// <value>The default is backups of all schedules and of none.</value>
    public string? ScheduleId { get; set; }

    /// <summary>Gets or sets the label of the backups.</summary>
    /// <value>The default is backups of any label and of none.</value>
    public string? Label { get; set; }

    /// <summary>Gets or sets a value indicating whether <see cref="IDatabaseBackup.ApplyRetentionAsync"/> only tells what it would
    /// do.</summary>
    /// <value>The default is false.</value>
    public bool DryRun { get; set; }
}
