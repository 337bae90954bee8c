namespace PgBackup;

/// <summary>How much an event matters; the order is that of weight.</summary>
public enum BackupEventSeverity
{
    /// <summary>All is as it should be.</summary>
    Information,

    /// <summary>Good to know, such as a restore, or that backups work again after failures.</summary>
    Notice,

    /// <summary>Somebody should look at it.</summary>
    Warning,

    /// <summary>There is no backup where there should be one, or one that is not good.</summary>
    Error,
}
