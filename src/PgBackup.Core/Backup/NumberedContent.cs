using PgBackup.Schema;

namespace PgBackup.Backup;

/// <summary>What a backup will hold, as it is written: without the catalog that it was made from, which may take more memory than all that
/// comes after it.</summary>
internal sealed class NumberedContent
{
    private readonly Queue<EntryContent> _before;
    private readonly Queue<EntryContent> _after;

    public NumberedContent(BackupContent content)
    {
        var numbers = new EntryNumbers();
        _before = Number(numbers, content.PreData);
        Rows = [.. content.Copies.Select(c => numbers.Number(c.Entry))];
        _after = Number(numbers, content.AfterRows);
        Copies = [.. content.Copies.Select(c => c.Copy.WithoutSource())];
        (Database, Roles, Warnings) = (content.Database, content.Roles, content.Warnings);
    }

    /// <summary>Gets the entries that are restored before the rows. What was taken is gone.</summary>
    public IAsyncEnumerable<EntryContent> Before => Take(_before).ToAsyncEnumerable();

    /// <summary>Gets the entries of the tables' rows.</summary>
    public IReadOnlyList<BackupEntry> Rows { get; }

    /// <summary>Gets the copies that make those rows, in the same order.</summary>
    public IReadOnlyList<TableCopy> Copies { get; }

    /// <summary>Gets the entries that are restored after the rows. What was taken is gone.</summary>
    public IAsyncEnumerable<EntryContent> After => Take(_after).ToAsyncEnumerable();

    public BackupDatabase Database { get; }

    public BackupRoles Roles { get; }

    public IReadOnlyList<string> Warnings { get; }

    private static IEnumerable<EntryContent> Take(Queue<EntryContent> entries)
    {
        while (entries.TryDequeue(out var entry))
            yield return entry;
    }

    private static Queue<EntryContent> Number(EntryNumbers numbers, IReadOnlyList<EntryDraft> drafts) =>
        new(drafts.Select(d => new EntryContent(numbers.Number(d), d.Statements)));
}
