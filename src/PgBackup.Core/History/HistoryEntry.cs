namespace PgBackup.History;

/// <summary>One row of the history, as it is when the operation begins.</summary>
internal sealed record HistoryEntry(Guid Id, HistoryOperation Operation, DateTimeOffset StartedAt)
{
    /// <summary>Gets the run of a schedule that the operation belongs to; null for one that was asked for otherwise.</summary>
    public HistoryOrigin? Origin { get; } = HistoryOrigin.Current;
}
