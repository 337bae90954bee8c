using System.ComponentModel.DataAnnotations;

namespace PgBackup;

/// <summary>Settings of PgBackup in a host: the database, the store, and defaults for backups and restores.</summary>
/// <remarks>Bound from the <c>PgBackup</c> section where <c>AddPgBackup(IConfiguration)</c> is used; <c>BACKUP_DIR</c> overrides the
/// default directory.</remarks>
public sealed class PgBackupOptions
{
    /// <summary>Gets or sets the Npgsql connection string of the database.</summary>
    /// <value>Required, unless the host's container has an <see cref="Npgsql.NpgsqlDataSource"/>, which is then used.</value>
    public string? ConnectionString { get; set; }

    /// <summary>Gets or sets the directory of the local store.</summary>
    /// <value>A path, relative to the current directory. The default is the environment variable <c>BACKUP_DIR</c>, else
    /// <c>.backups</c>.</value>
    public string? Directory { get; set; }

    /// <summary>Gets or sets the format of backups that do not name one.</summary>
    /// <value>The name of a registered format: <c>sql</c>, <c>json</c>, <c>csv</c>, or the host's own. The default is
    /// <c>sql</c>.</value>
    [Required]
    public string Format { get; set; } = "sql";

    /// <summary>Gets or sets the compression of backups that do not name one.</summary>
    /// <value>The default is <see cref="BackupCompression.Gzip"/>.</value>
    public BackupCompression Compression { get; set; } = BackupCompression.Gzip;

    /// <summary>Gets or sets how many connections a backup or restore uses for data at the same time.</summary>
    /// <value>1 to 64. The default is the number of processors, 8 at most.</value>
    [Range(1, 64)]
    public int Jobs { get; set; } = Math.Clamp(Environment.ProcessorCount, 1, 8);

    /// <summary>Gets or sets how long to wait for a lock that others hold on a table.</summary>
    /// <value>More than zero, 24 days at most. The default is one minute.</value>
    /// <remarks>PostgreSQL manual, "Client Connection Defaults", <c>lock_timeout</c>.</remarks>
    public TimeSpan LockTimeout { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>Gets or sets what is logged in the database's own <c>pgbackup</c> schema.</summary>
    /// <value>The default is <see cref="HistoryMode.Enabled"/>.</value>
    public HistoryMode History { get; set; } = HistoryMode.Enabled;

    /// <summary>Gets or sets a value indicating whether the <c>pgbackup</c> schema is created and upgraded when it is first
    /// needed.</summary>
    /// <value>The default is true; otherwise apply the script that ships with the package, or call
    /// <see cref="IDatabaseBackup.MigrateAsync"/>.</value>
    public bool AutoMigrate { get; set; } = true;

    /// <summary>Gets from when on backups count as degraded or unhealthy.</summary>
    public BackupHealthOptions Health { get; } = new();

    /// <summary>Gets how long the history itself is kept.</summary>
    public HistoryRetention HistoryRetention { get; } = new();

    /// <summary>Gets the schedules that are given in code or configuration.</summary>
    /// <value>The default is none. More can be added at run time, see <see cref="IScheduledBackupService"/>.</value>
    public IList<BackupSchedule> Schedules { get; } = [];

    /// <summary>Gets how instances share the work of schedules.</summary>
    public SchedulingOptions Scheduling { get; } = new();

    /// <summary>Gets how events reach notifiers.</summary>
    public NotificationOptions Notifications { get; } = new();

    /// <summary>Gets or sets from how many bytes of rows on a restore into an empty database uses several connections.</summary>
    internal long ParallelRestoreFrom { get; set; } = 16 * 1024 * 1024;

    /// <summary>Gets or sets from how many bytes of rows on such a restore loads one table over several connections.</summary>
    internal long SharedLoadFrom { get; set; } = 64 * 1024 * 1024;
}
