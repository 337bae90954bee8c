namespace PgBackup.Backup;

/// <summary>What an artifact will hold.</summary>
/// <param name="BeforeRows">The entries that are restored before the rows.</param>
/// <param name="Rows">The entries of the tables' rows.</param>
/// <param name="AfterRows">The entries that are restored after the rows.</param>
/// <param name="AppendRowsAsync">Appends the rows, table by table in the order of <paramref name="Rows"/>, and tells what became of
/// them.</param>
internal sealed record ArtifactContent(
    IAsyncEnumerable<EntryContent> BeforeRows,
    IReadOnlyList<BackupEntry> Rows,
    IAsyncEnumerable<EntryContent> AfterRows,
    Func<TableAppender, Task<IReadOnlyList<BackupTable>>> AppendRowsAsync);
