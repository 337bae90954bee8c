namespace PgBackup;

/// <summary>What becomes of due times at which no instance was running.</summary>
public enum MissedRunRule
{
    /// <summary>One run stands for all of them.</summary>
    CatchUp,

    /// <summary>They are recorded as missed.</summary>
    Skip,

    /// <summary>Each is run, the oldest first. Needs <see cref="OverlapRule.Wait"/> or <see cref="OverlapRule.Allow"/>.</summary>
    RunAll,
}
