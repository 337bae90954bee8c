using System.Buffers;
using PgBackup.Archive;
using PgBackup.Schema;

namespace PgBackup.Backup;

/// <summary>Writes entries into segments, gives them their numbers, and remembers where each statement stands.</summary>
internal sealed class EntryAppender(ArtifactWriter artifact, IBackupFormatWriter writer)
{
    private const int SegmentBytes = 4 * 1024 * 1024;

    private readonly Dictionary<EntryDraft, int> _ids = [];
    private readonly List<BackupEntry> _entries = [];

    public IReadOnlyList<BackupEntry> Entries => _entries;

    /// <summary>Writes entries with statements.</summary>
    public async Task AppendAsync(IEnumerable<EntryDraft> drafts, CancellationToken cancellationToken)
    {
        var content = new ArrayBufferWriter<byte>(SegmentBytes / 4);
        var pending = new List<BackupEntry>();
        foreach (var draft in drafts)
        {
            pending.Add(Write(draft, content));
            if (content.WrittenCount >= SegmentBytes)
                await FlushAsync(content, pending, cancellationToken).ConfigureAwait(false);
        }

        await FlushAsync(content, pending, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Adds an entry that holds rows, which are written already.</summary>
    public void Add(EntryDraft draft, BackupTable table) => _entries.Add(Number(draft) with { Table = table });

    private BackupEntry Write(EntryDraft draft, ArrayBufferWriter<byte> content)
    {
        var entry = Number(draft);
        writer.BeginEntry(entry, content);
        var locations = new StatementLocation[draft.Statements.Count];
        for (var i = 0; i < locations.Length; i++)
        {
            var start = content.WrittenCount;
            writer.WriteStatement(entry, draft.Statements[i], content);
            locations[i] = new StatementLocation(draft.Statements[i].Role, artifact.Segments.Count, start, content.WrittenCount - start);
        }

        writer.EndEntry(entry, content);
        return entry with { Statements = locations };
    }

    private async ValueTask FlushAsync(ArrayBufferWriter<byte> content, List<BackupEntry> pending, CancellationToken cancellationToken)
    {
        await artifact.AppendSegmentAsync(content.WrittenMemory, cancellationToken).ConfigureAwait(false);
        _entries.AddRange(pending);
        pending.Clear();
        content.ResetWrittenCount();
    }

    private BackupEntry Number(EntryDraft draft)
    {
        var id = _ids.Count + 1;
        _ids.Add(draft, id);
        return new BackupEntry
        {
            Id = id,
            Kind = draft.Kind.Name(),
            Schema = draft.Schema,
            Name = draft.Name,
            Owner = draft.Owner,
            Section = draft.Section,
            // What comes later cannot be needed: a ring that could not be resolved would show here.
            Dependencies = [.. draft.Dependencies.Where(_ids.ContainsKey).Select(d => _ids[d]).Order()],
            Relation = draft.Relation is { } relation && _ids.TryGetValue(relation, out var relationId) ? relationId : null,
            Identity = draft.Identity,
            Drop = draft.Drop,
        };
    }
}
