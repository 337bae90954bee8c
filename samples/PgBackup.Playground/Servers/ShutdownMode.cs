namespace PgBackup.Playground.Servers;

/// <summary>How a server is stopped, in PostgreSQL's own words.</summary>
public enum ShutdownMode
{
    /// <summary>Disconnects every session, writes a checkpoint, ends.</summary>
    Fast,

    /// <summary>Ends at once, as a crash does; the next start recovers from the write-ahead log.</summary>
    Immediate,
}
