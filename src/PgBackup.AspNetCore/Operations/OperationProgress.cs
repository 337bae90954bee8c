namespace PgBackup.AspNetCore.Operations;

/// <summary>How far an operation is, whatever it is.</summary>
/// <param name="Phase">What is being done, in camel case.</param>
/// <param name="Done">Tables of a backup, or entries of a restore, that are done.</param>
/// <param name="Total">All of them.</param>
/// <param name="Rows">Rows copied or loaded so far.</param>
/// <param name="TotalRows">All of them, where that is known.</param>
/// <param name="Bytes">Bytes so far, before compression.</param>
/// <param name="TotalBytes">All of them; for a backup, estimated.</param>
internal sealed record OperationProgress(string Phase, int Done, int Total, long Rows, long? TotalRows, long Bytes, long TotalBytes)
{
    public static OperationProgress Of(BackupProgress progress) => new(
        Name(progress.Phase.ToString()), progress.TablesDone, progress.TablesTotal, progress.Rows, null, progress.Bytes,
        progress.EstimatedBytes);

    public static OperationProgress Of(RestoreProgress progress) => new(
        Name(progress.Phase.ToString()), progress.StepsDone, progress.StepsTotal, progress.Rows, progress.TotalRows, progress.Bytes,
        progress.TotalBytes);

    private static string Name(string phase) => System.Text.Json.JsonNamingPolicy.CamelCase.ConvertName(phase);
}
