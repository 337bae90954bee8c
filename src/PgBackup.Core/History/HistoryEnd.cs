namespace PgBackup.History;

/// <summary>How an operation ended, as its row of the history tells it.</summary>
internal sealed record HistoryEnd(string Outcome, DateTimeOffset FinishedAt)
{
    public string? BackupId { get; init; }

    public long? Bytes { get; init; }

    public long? Rows { get; init; }

    public string? ErrorCode { get; init; }

    public string? ErrorMessage { get; init; }

    public static HistoryEnd Of(HistoryOutcome outcome, DateTimeOffset time) => new(outcome.Problem is null ? "succeeded" : "failed", time)
    {
        BackupId = outcome.BackupId,
        Bytes = outcome.Bytes,
        Rows = outcome.Rows,
        ErrorMessage = outcome.Problem,
    };

    public static HistoryEnd Cancelled(DateTimeOffset time) => new("cancelled", time);

    /// <summary>Tells of an exception no more than is free of secrets and row data: the library's own words, else the type.</summary>
    public static HistoryEnd Of(Exception exception, DateTimeOffset time) => new("failed", time)
    {
        BackupId = (exception as PgBackupException)?.BackupId,
        ErrorCode = (exception as PgBackupException)?.Code,
        ErrorMessage = ExceptionText.Of(exception),
    };
}
