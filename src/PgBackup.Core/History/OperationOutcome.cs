namespace PgBackup;

/// <summary>How far an operation of the history has come.</summary>
public enum OperationOutcome
{
    /// <summary>It is going on, as far as is known.</summary>
    Running,

    /// <summary>It was done.</summary>
    Succeeded,

    /// <summary>It was not done, or found something wrong.</summary>
    Failed,

    /// <summary>The caller stopped it.</summary>
    Cancelled,

    /// <summary>It never told how it ended, and is not going on: the run of its schedule has ended or its lease has run out, or it began
    /// more than seven days ago.</summary>
    Interrupted,
}
