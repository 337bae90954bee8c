namespace PgBackup.History;

/// <summary>One row of the history, as it is when the operation begins.</summary>
internal sealed record HistoryEntry(Guid Id, HistoryOperation Operation, DateTimeOffset StartedAt);
