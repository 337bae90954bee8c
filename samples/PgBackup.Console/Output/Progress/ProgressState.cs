namespace PgBackup.ConsoleHost.Output.Progress;

/// <summary>How far something is, in words and bars.</summary>
/// <param name="Phase">What is being done.</param>
/// <param name="Gauges">How much of it; always the same gauges in the same order.</param>
internal sealed record ProgressState(string Phase, IReadOnlyList<Gauge> Gauges)
{
    public static ProgressState Of(BackupProgress progress) => new(
        progress.Phase switch
        {
            BackupPhase.Preparing => "preparing",
            BackupPhase.CopyingData => "copying data",
            _ => "finishing",
        },
        [
            new("tables", progress.TablesDone, progress.TablesTotal, $"{progress.TablesDone} of {progress.TablesTotal}"),
            new("data", progress.Bytes, progress.EstimatedBytes, Data(progress.Rows, progress.Bytes, progress.EstimatedBytes, "about ")),
        ]);

    public static ProgressState Of(RestoreProgress progress) => new(
        progress.Phase switch
        {
            RestorePhase.Planning => "planning",
            RestorePhase.PreData => "creating tables",
            RestorePhase.LoadingData => "loading data",
            RestorePhase.PostData => "creating indexes",
            RestorePhase.Verifying => "counting rows",
            RestorePhase.Renaming => "renaming",
            _ => "finishing",
        },
        [
            new("steps", progress.StepsDone, progress.StepsTotal, $"{progress.StepsDone} of {progress.StepsTotal}"),
            new("data", progress.Bytes, progress.TotalBytes, Data(progress.Rows, progress.Bytes, progress.TotalBytes, "")),
        ]);

    private static string Data(long rows, long bytes, long total, string precision) =>
        $"{Quantity.Bytes(bytes)} of {precision}{Quantity.Bytes(total)}, {Quantity.Count(rows, "row")}";
}
