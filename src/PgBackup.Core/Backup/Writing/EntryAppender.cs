using System.Buffers;
using PgBackup.Archive;

namespace PgBackup.Backup;

/// <summary>Writes entries into segments, and remembers where each statement stands.</summary>
internal sealed class EntryAppender(ArtifactWriter artifact, IBackupFormatWriter writer)
{
    // What a restore reads for the sake of one statement.
    private const int SegmentBytes = 256 * 1024;
    private const int BufferBytes = SegmentBytes + (64 * 1024);

    private readonly List<BackupEntry> _entries = [];

    /// <summary>Gets the entries in the order in which they are restored.</summary>
    public IReadOnlyList<BackupEntry> Entries => [.. _entries.OrderBy(e => e.Id)];

    /// <summary>Writes entries with statements. While a segment is compressed and stored, the next one is made.</summary>
    public async Task AppendAsync(IAsyncEnumerable<EntryContent> entries, CancellationToken cancellationToken)
    {
        var (content, stored) = (new ArrayBufferWriter<byte>(BufferBytes), new ArrayBufferWriter<byte>(BufferBytes));
        var (segment, storing) = (artifact.Segments.Count, Task.CompletedTask);
        try
        {
            await foreach (var entry in entries.WithCancellation(cancellationToken).ConfigureAwait(false))
            {
                _entries.Add(Write(entry.Entry, entry.Statements, content, segment));
                if (content.WrittenCount < SegmentBytes)
                    continue;
                await storing.ConfigureAwait(false);
                (content, stored) = (stored, content);
                content.ResetWrittenCount();
                segment++;
                var full = stored.WrittenMemory;
                storing = Task.Run(() => artifact.AppendSegmentAsync(full, cancellationToken).AsTask(), CancellationToken.None);
            }
        }
        catch
        {
            // What ended the loop is what is told.
            await storing.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            throw;
        }

        await storing.ConfigureAwait(false);
        await artifact.AppendSegmentAsync(content.WrittenMemory, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Adds an entry that holds rows, which are written already.</summary>
    public void Add(BackupEntry entry, BackupTable table) => _entries.Add(entry with { Table = table });

    private BackupEntry Write(BackupEntry entry, IReadOnlyList<EntryStatement> statements, ArrayBufferWriter<byte> content, int segment)
    {
        writer.BeginEntry(entry, content);
        var locations = new StatementLocation[statements.Count];
        for (var i = 0; i < locations.Length; i++)
        {
            var start = content.WrittenCount;
            writer.WriteStatement(entry, statements[i], content);
            locations[i] = new StatementLocation(statements[i].Role, segment, start, content.WrittenCount - start);
        }

        writer.EndEntry(entry, content);
        return entry with { Statements = locations };
    }
}
