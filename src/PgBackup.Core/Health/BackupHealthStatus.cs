namespace PgBackup;

/// <summary>How it stands with backups; the order is that of weight.</summary>
public enum BackupHealthStatus
{
    /// <summary>Nothing is wrong, as far as was looked.</summary>
    Healthy,

    /// <summary>There are backups, and somebody should look at them.</summary>
    Degraded,

    /// <summary>There is no recent good backup, or none is being made.</summary>
    Unhealthy,
}
