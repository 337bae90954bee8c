namespace PgBackup;

/// <summary>The phases of a backup, in order.</summary>
public enum BackupPhase
{
    /// <summary>The catalog is read and tables are locked against changes of their definition.</summary>
    Preparing,

    /// <summary>Rows are copied.</summary>
    CopyingData,

    /// <summary>The artifact and its manifest are completed.</summary>
    Finishing,
}
