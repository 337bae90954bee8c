namespace PgBackup.History;

/// <summary>One row of the history, as it is when the operation begins.</summary>
internal sealed record HistoryEntry(Guid Id, HistoryOperation Operation, DateTimeOffset StartedAt)
{
    /// <summary>Gets the run of a schedule that the operation belongs to; null for one that was asked for otherwise.</summary>
    public HistoryOrigin? Origin { get; } = HistoryOrigin.Current;

    /// <summary>Gets who asked for it; null where the application named nobody.</summary>
    public string? RequestedBy { get; } = PgBackupCaller.Current;
}
