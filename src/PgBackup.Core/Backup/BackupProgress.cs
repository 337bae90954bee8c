namespace PgBackup;

/// <summary>How far a backup is.</summary>
/// <param name="Phase">What is being done.</param>
/// <param name="TablesDone">Tables whose rows are written.</param>
/// <param name="TablesTotal">Tables whose rows will be written.</param>
/// <param name="Rows">Rows read so far.</param>
/// <param name="Bytes">Bytes read from the server so far, before compression.</param>
/// <param name="EstimatedBytes">Bytes that the whole will come to, estimated from the sizes of the tables; never less than
/// <paramref name="Bytes"/>.</param>
public readonly record struct BackupProgress(
    BackupPhase Phase, int TablesDone, int TablesTotal, long Rows, long Bytes, long EstimatedBytes);
