using System.Buffers;
using PgBackup.Archive;
using PgBackup.Postgres;

namespace PgBackup.Verification;

/// <summary>Decodes all that a backup holds, and counts its rows.</summary>
internal sealed class StructureCheck(ArtifactReader reader, IBackupFormat format, List<string> problems)
{
    public async Task CheckStatementsAsync(BackupManifest manifest, CancellationToken cancellationToken)
    {
        foreach (var segment in manifest.Entries.SelectMany(e => e.Statements.Select(s => (Entry: e, Location: s))).GroupBy(s => s.Location.Segment))
        {
            var content = await reader.ReadAsync(segment.Key, cancellationToken).ConfigureAwait(false);
            foreach (var (entry, location) in segment)
            {
                try
                {
                    format.ReadStatement(content.AsSpan(location.Offset, location.Length));
                }
                catch (FormatException exception)
                {
                    problems.Add($"A statement of {entry.Kind} {Sql.Qualified(entry.Schema, entry.Name)} cannot be read: {exception.Message}");
                }
            }
        }
    }

    public async Task CheckRowsAsync(BackupManifest manifest, BackupTable table, CancellationToken cancellationToken)
    {
        foreach (var index in table.Segments)
        {
            var decoder = format.CreateRowDecoder(table);
            var counter = new RowCounter();
            await reader.DecodeAsync(
                index,
                piece =>
                {
                    decoder.Decode(piece.Span, counter);
                    return ValueTask.CompletedTask;
                },
                cancellationToken).ConfigureAwait(false);
            try
            {
                decoder.Complete(counter);
            }
            catch (FormatException exception)
            {
                problems.Add($"Segment {index} of table {Sql.Qualified(table.Schema, table.Name)} cannot be read: {exception.Message}");
                continue;
            }

            if (counter.Rows != manifest.Segments[index].Rows)
                problems.Add($"Segment {index} of table {Sql.Qualified(table.Schema, table.Name)} holds {counter.Rows} rows instead of {manifest.Segments[index].Rows}.");
        }
    }

    /// <summary>Counts the rows of COPY text and forgets it.</summary>
    private sealed class RowCounter : IBufferWriter<byte>
    {
        private byte[] _buffer = new byte[64 * 1024];

        public long Rows { get; private set; }

        public void Advance(int count) => Rows += _buffer.AsSpan(0, count).Count((byte)'\n');

        public Memory<byte> GetMemory(int sizeHint = 0)
        {
            if (sizeHint > _buffer.Length)
                _buffer = new byte[sizeHint];
            return _buffer;
        }

        public Span<byte> GetSpan(int sizeHint = 0) => GetMemory(sizeHint).Span;
    }
}
