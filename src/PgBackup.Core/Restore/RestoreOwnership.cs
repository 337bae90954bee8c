namespace PgBackup;

/// <summary>What a restore does with the owners, or the privileges, that a backup names.</summary>
public enum RestoreOwnership
{
    /// <summary>Sets them. A role that the server lacks, or that the restoring role may not act for, is left out with a warning.</summary>
    Keep,

    /// <summary>Leaves all of them out: the restoring role owns what it makes.</summary>
    Skip,

    /// <summary>Sets them; a role that the server lacks makes the restore refuse before anything is touched.</summary>
    Require,
}
