namespace PgBackup;

/// <summary>The phases of a restore, in order.</summary>
public enum RestorePhase
{
    /// <summary>The backup is verified and compared with the target.</summary>
    Planning,

    /// <summary>What the data needs is created.</summary>
    PreData,

    /// <summary>Rows are loaded.</summary>
    LoadingData,

    /// <summary>Indexes, constraints, triggers and privileges are created.</summary>
    PostData,

    /// <summary>The transaction is committed.</summary>
    Finishing,
}
