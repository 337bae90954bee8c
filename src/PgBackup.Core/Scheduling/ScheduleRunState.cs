namespace PgBackup;

/// <summary>How far a due time of a schedule has come.</summary>
public enum ScheduleRunState
{
    /// <summary>No instance runs it yet, or the one that did was shut down and gave it back.</summary>
    Pending,

    /// <summary>An instance runs it; if that dies, another takes over.</summary>
    Running,

    /// <summary>The backup was made, and verified where the schedule asks for it.</summary>
    Succeeded,

    /// <summary>No backup was made, or one that is not good.</summary>
    Failed,

    /// <summary>An earlier run was going on (<see cref="OverlapRule.Skip"/>).</summary>
    Skipped,

    /// <summary>No instance was running (<see cref="MissedRunRule.Skip"/>).</summary>
    Missed,
}
