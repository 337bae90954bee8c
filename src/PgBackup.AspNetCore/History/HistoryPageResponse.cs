namespace PgBackup.AspNetCore.History;

/// <summary>A page of the history, the newest first.</summary>
internal sealed record HistoryPageResponse
{
    public required IReadOnlyList<HistoryRecordResponse> Records { get; init; }

    /// <summary>Gets what <c>after</c> is to be for the next page; null on the last one.</summary>
    public string? Next { get; init; }
}
