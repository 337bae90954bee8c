namespace PgBackup.History;

/// <summary>An operation as the history names it.</summary>
/// <param name="Name"><c>backup</c>, <c>restore</c>, <c>delete</c>, <c>verify</c> or <c>retention</c>.</param>
/// <param name="BackupId">The backup, where it has an id already.</param>
/// <param name="Options">What was asked for beyond the defaults, in words; no secrets.</param>
internal sealed record HistoryOperation(string Name, string? BackupId, IReadOnlyList<string> Options)
{
    /// <summary>Gets the database that is backed up or restored into; null where that is not known beforehand.</summary>
    public string? Database { get; init; }
}
