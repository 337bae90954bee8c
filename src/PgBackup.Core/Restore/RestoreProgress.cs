namespace PgBackup;

/// <summary>How far a restore is.</summary>
/// <param name="Phase">What is being done.</param>
/// <param name="StepsDone">Entries (definitions and tables' rows) restored.</param>
/// <param name="StepsTotal">Entries to restore.</param>
/// <param name="Rows">Rows loaded so far.</param>
/// <param name="TotalRows">Rows to load.</param>
/// <param name="Bytes">Bytes loaded so far, before compression.</param>
/// <param name="TotalBytes">Bytes to load.</param>
public readonly record struct RestoreProgress(
    RestorePhase Phase, int StepsDone, int StepsTotal, long Rows, long TotalRows, long Bytes, long TotalBytes);
