namespace PgBackup.AspNetCore.Operations;

/// <summary>How far an operation is.</summary>
internal sealed record OperationProgressResponse
{
    /// <summary>Above this share of the work, how long it took so far says how long the rest takes.</summary>
    private const double EnoughToEstimate = 0.02;

    public required string Phase { get; init; }

    /// <summary>Gets the tables of a backup, or the entries of a restore, that are done.</summary>
    public required int Done { get; init; }

    public required int Total { get; init; }

    public required long Rows { get; init; }

    public long? TotalRows { get; init; }

    public required long Bytes { get; init; }

    public required long TotalBytes { get; init; }

    /// <summary>Gets the share of the bytes that is done, 0 to 100.</summary>
    public required double Percent { get; init; }

    public double? SecondsLeft { get; init; }

    public static OperationProgressResponse From(OperationProgress progress, TimeSpan elapsed, bool isRunning)
    {
        var share = progress.TotalBytes > 0 ? Math.Clamp((double)progress.Bytes / progress.TotalBytes, 0, 1) : 0;
        return new OperationProgressResponse
        {
            Phase = progress.Phase,
            Done = progress.Done,
            Total = progress.Total,
            Rows = progress.Rows,
            TotalRows = progress.TotalRows,
            Bytes = progress.Bytes,
            TotalBytes = progress.TotalBytes,
            Percent = Math.Round(share * 100, 1),
            SecondsLeft = isRunning && share >= EnoughToEstimate ? Math.Round(elapsed.TotalSeconds * (1 - share) / share, 1) : null,
        };
    }
}
