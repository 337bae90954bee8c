namespace PgBackup;

/// <summary>The phases of a restore, in order.</summary>
public enum RestorePhase
{
    /// <summary>The backup is verified and compared with the target.</summary>
    Planning,

    /// <summary>What the data needs is created, after the roles that are asked for.</summary>
    PreData,

    /// <summary>Rows are loaded.</summary>
    LoadingData,

    /// <summary>Indexes, constraints, triggers and privileges are created, and properties of the database are set.</summary>
    PostData,

    /// <summary>The transaction is committed.</summary>
    Finishing,

    /// <summary>The rows of the database that is to replace another one are counted, and compared with the backup's content
    /// hashes.</summary>
    Verifying,

    /// <summary>The new database takes its name, and that of one which it replaces is changed.</summary>
    Renaming,
}
