namespace PgBackup.Soak.Faults;

/// <summary>What can go wrong around an operation.</summary>
public enum FaultKind
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>The caller cancels.</summary>
    Cancelled,

    /// <summary><c>kill -9</c> of the process.</summary>
    ProcessKilled,

    /// <summary><c>pg_terminate_backend</c> of one of the sessions.</summary>
    SessionEnded,

    /// <summary>The network drops all connections.</summary>
    ConnectionCut,

    /// <summary>The server is stopped at once, or killed.</summary>
    ServerCrashed,

    /// <summary>One call of the store fails.</summary>
    StoreFails,

    /// <summary>The store has no more room.</summary>
    StoreFull,

    /// <summary>The store takes its time.</summary>
    StoreSlow,

    /// <summary>The store returns a few bytes at a time.</summary>
    ShortReads,

    /// <summary>Others hold a lock longer than is waited for.</summary>
    LockHeld,

    /// <summary>Others change definitions meanwhile.</summary>
    DefinitionsChange,

    /// <summary>The clock is set forth and back.</summary>
    ClockJumps,
}
