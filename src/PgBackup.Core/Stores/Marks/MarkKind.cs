namespace PgBackup.Stores;

/// <summary>What is noted of a backup after it was made.</summary>
internal enum MarkKind
{
    /// <summary>Retention must not delete it.</summary>
    Pinned,

    /// <summary>A verification found it good.</summary>
    Verified,

    /// <summary>A verification found it damaged.</summary>
    Suspect,
}
