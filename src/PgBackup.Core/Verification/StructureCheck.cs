using System.Buffers;
using PgBackup.Formats;
using PgBackup.Postgres;

namespace PgBackup.Verification;

/// <summary>Decodes all that a backup holds, and counts its rows.</summary>
internal sealed class StructureCheck(ContentReader content, List<string> problems)
{
    public async Task CheckStatementsAsync(BackupManifest manifest, CancellationToken cancellationToken)
    {
        foreach (var entry in manifest.Entries)
        {
            foreach (var location in entry.Statements)
            {
                try
                {
                    await content.ReadStatementAsync(location, cancellationToken).ConfigureAwait(false);
                }
                catch (PgBackupException exception) when (exception.Code == PgBackupErrorCodes.ArtifactCorrupt)
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
            var counter = new RowCounter();
            try
            {
                await content.ReadRowsAsync(table, index, counter, () => ValueTask.CompletedTask, cancellationToken).ConfigureAwait(false);
            }
            catch (PgBackupException exception) when (exception.Code == PgBackupErrorCodes.ArtifactCorrupt)
            {
                problems.Add(exception.Message);
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
