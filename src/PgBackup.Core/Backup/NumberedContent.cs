using PgBackup.Schema;

namespace PgBackup.Backup;

/// <summary>What a backup will hold, as it is written. What has been written is let go of, with what of the catalog it was made
/// from.</summary>
internal sealed class NumberedContent
{
    private const int WrittenTogether = 256;

    private readonly Queue<EntryDraft> _before;
    private readonly Queue<EntryDraft> _after;
    private readonly Queue<EntryContent> _writtenAfter = [];

    public NumberedContent(BackupContent content)
    {
        var numbers = new EntryNumbers();
        numbers.Number(content.PreData);
        numbers.Number(content.Copies.Select(c => c.Entry));
        numbers.Number(content.AfterRows);
        _before = new Queue<EntryDraft>(content.PreData);
        _after = new Queue<EntryDraft>(content.AfterRows);
        Rows = [.. content.Copies.Select(c => EntryNumbers.Entry(c.Entry))];
        Copies = [.. content.Copies.Select(c => c.Copy.WithoutSource())];
        (Database, Roles, Warnings) = (content.Database, content.Roles, content.Warnings);
    }

    /// <summary>Gets the entries that are restored before the rows. What was taken is gone.</summary>
    public IAsyncEnumerable<EntryContent> Before => TakeAsync(_before);

    /// <summary>Gets the entries of the tables' rows.</summary>
    public IReadOnlyList<BackupEntry> Rows { get; }

    /// <summary>Gets the copies that make those rows, in the same order.</summary>
    public IReadOnlyList<TableCopy> Copies { get; }

    /// <summary>Gets the entries that are restored after the rows. What was taken is gone.</summary>
    public IAsyncEnumerable<EntryContent> After => Take(_writtenAfter).ToAsyncEnumerable().Concat(TakeAsync(_after));

    public BackupDatabase Database { get; }

    public BackupRoles Roles { get; }

    public IReadOnlyList<string> Warnings { get; }

    /// <summary>Writes down what is left: while rows are copied, the catalog would take more memory than its text.</summary>
    public void LetGoOfCatalog()
    {
        if (Copies.Count == 0)
            return;
        while (Write(_after) is { Length: > 0 } written)
        {
            foreach (var entry in written)
                _writtenAfter.Enqueue(entry);
        }
    }

    // While some are stored, the text of the next ones is written.
    private static async IAsyncEnumerable<EntryContent> TakeAsync(Queue<EntryDraft> drafts)
    {
        var writing = Task.Run(() => Write(drafts));
        while (await writing.ConfigureAwait(false) is { Length: > 0 } written)
        {
            writing = Task.Run(() => Write(drafts));
            foreach (var entry in written)
                yield return entry;
        }
    }

    private static EntryContent[] Write(Queue<EntryDraft> drafts)
    {
        var written = new EntryContent[Math.Min(drafts.Count, WrittenTogether)];
        for (var i = 0; i < written.Length; i++)
        {
            var draft = drafts.Dequeue();
            written[i] = new EntryContent(EntryNumbers.Entry(draft), draft.Statements);
        }

        return written;
    }

    private static IEnumerable<EntryContent> Take(Queue<EntryContent> entries)
    {
        while (entries.TryDequeue(out var entry))
            yield return entry;
    }
}
