namespace PgBackup;

/// <summary>What becomes of a due time while an earlier run of the same schedule is going on.</summary>
public enum OverlapRule
{
    /// <summary>It is skipped, which is recorded.</summary>
    Skip,

    /// <summary>It waits until the earlier run has ended.</summary>
    Wait,

    /// <summary>It runs at the same time.</summary>
    Allow,
}
