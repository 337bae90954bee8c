namespace PgBackup;

/// <summary>Whether operations are logged in the database.</summary>
public enum HistoryMode
{
    /// <summary>Every operation is logged; failing to log is a warning.</summary>
    Enabled,

    /// <summary>Nothing is logged, and the <c>pgbackup</c> schema is left alone.</summary>
    Disabled,

    /// <summary>Every operation is logged; one that cannot be logged does not start.</summary>
    Required,
}
