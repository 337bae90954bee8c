namespace PgBackup;

/// <summary>Some operations of the history, the newest first.</summary>
public sealed record HistoryPage
{
    /// <summary>Gets the operations.</summary>
    public required IReadOnlyList<HistoryRecord> Records { get; init; }

    /// <summary>Gets the cursor of the older ones (<see cref="HistoryFilter.Cursor"/>); null when there are none.</summary>
    public string? Next { get; init; }
}
