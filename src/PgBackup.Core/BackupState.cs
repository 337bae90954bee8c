namespace PgBackup;

/// <summary>How far a backup can be trusted.</summary>
public enum BackupState
{
    /// <summary>Its manifest is there; nobody has looked further.</summary>
    Complete,

    /// <summary>It was verified, and is good.</summary>
    Verified,

    /// <summary>It was restored into a throw-away database, and is good.</summary>
    TestRestored,

    /// <summary>A verification found it damaged, and none that looks as deep has found it good since.</summary>
    Suspect,
}
