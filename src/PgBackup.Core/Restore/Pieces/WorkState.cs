namespace PgBackup.Restore;

/// <summary>How far a step has come.</summary>
internal enum WorkState
{
    Waiting,

    /// <summary>A worker has it.</summary>
    Taken,

    Done,
}
