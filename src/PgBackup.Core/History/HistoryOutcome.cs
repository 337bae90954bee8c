namespace PgBackup.History;

/// <summary>What an operation that threw nothing came to.</summary>
/// <param name="BackupId">The backup; null where it was about several.</param>
/// <param name="Bytes">The size of its artifact, or how much of it was read; null where that means nothing.</param>
/// <param name="Rows">How many rows were backed up or restored; null where that means nothing.</param>
internal sealed record HistoryOutcome(string? BackupId, long? Bytes, long? Rows)
{
    /// <summary>Gets why the operation counts as failed although it ended in order.</summary>
    public string? Problem { get; init; }
}
