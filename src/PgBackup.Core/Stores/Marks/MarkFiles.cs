using System.Text.Json;

namespace PgBackup.Stores;

/// <summary>Writes and removes the marks of backups.</summary>
internal sealed class MarkFiles(IBackupStore store, TimeProvider time)
{
    private const int MostProblems = 20;

    /// <summary>Pins a backup.</summary>
    /// <returns>False when it is pinned already.</returns>
    public async Task<bool> PinAsync(string backupId, BackupMarks marks, CancellationToken cancellationToken)
    {
        if (marks.All.Any(m => m.Kind == MarkKind.Pinned))
            return false;
        var mark = BackupMark.Create(backupId, MarkKind.Pinned, null, marks.Next(time.GetUtcNow()));
        await WriteAsync(mark, null, cancellationToken).ConfigureAwait(false);
        return true;
    }

    /// <summary>Takes all pins off a backup.</summary>
    /// <returns>False when it is not pinned.</returns>
    public async Task<bool> UnpinAsync(BackupMarks marks, CancellationToken cancellationToken)
    {
        var wasPinned = false;
        foreach (var mark in marks.All.Where(m => m.Kind == MarkKind.Pinned))
            wasPinned |= await store.DeleteAsync(mark.FileName, cancellationToken).ConfigureAwait(false);
        return wasPinned;
    }

    /// <summary>Notes what a verification found, and removes what that makes worthless.</summary>
    public async Task NoteAsync(VerificationReport report, BackupMarks marks, CancellationToken cancellationToken)
    {
        var kind = report.IsGood ? MarkKind.Verified : MarkKind.Suspect;
        var mark = BackupMark.Create(report.BackupId, kind, report.Level, marks.Next(time.GetUtcNow()));
        await WriteAsync(mark, report.IsGood ? null : [.. report.Problems.Take(MostProblems)], cancellationToken).ConfigureAwait(false);
        foreach (var old in marks.SupersededBy(mark))
            await store.DeleteAsync(old.FileName, cancellationToken).ConfigureAwait(false);
    }

    private async Task WriteAsync(BackupMark mark, IReadOnlyList<string>? problems, CancellationToken cancellationToken)
    {
        var document = new MarkDocument(mark.BackupId, mark.Word, mark.At, Environment.MachineName, LibraryVersion.Text, problems);
        var json = JsonSerializer.SerializeToUtf8Bytes(document, MarkJsonContext.Default.MarkDocument);
        var write = await store.CreateAsync(mark.FileName, cancellationToken).ConfigureAwait(false);
        await using (write.ConfigureAwait(false))
        {
            await write.Content.WriteAsync(json, cancellationToken).ConfigureAwait(false);
            await write.CompleteAsync(cancellationToken).ConfigureAwait(false);
        }
    }
}
