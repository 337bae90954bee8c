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
                    var statement = await content.ReadStatementAsync(location, cancellationToken).ConfigureAwait(false);
                    if (StatementCheck.Find(entry, location.Role, statement) is { } problem)
                        problems.Add($"A statement of {Name(entry)} is not one that restores it: {problem}.");
                }
                catch (PgBackupException exception) when (exception.Code == PgBackupErrorCodes.ArtifactCorrupt)
                {
                    problems.Add($"A statement of {Name(entry)} cannot be read: {exception.Message}");
                }
            }

            if (entry.Drop is { } drop && StatementCheck.FindInDrop(drop) is { } inDrop)
                problems.Add($"The statement that drops {Name(entry)} is not one that does: {inDrop}.");
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
            {
                problems.Add(
                    $"Segment {index} of table {Sql.Qualified(table.Schema, table.Name)} holds {counter.Rows} rows "
                    + $"instead of {manifest.Segments[index].Rows}.");
            }
            else if (counter.Separators != counter.Rows * Math.Max(0, table.Columns.Count - 1))
            {
                problems.Add(
                    $"The rows of segment {index} of table {Sql.Qualified(table.Schema, table.Name)} "
                    + $"do not have {table.Columns.Count} columns.");
            }
        }
    }

    private static string Name(BackupEntry entry) => $"{entry.Kind} {Sql.Qualified(entry.Schema, entry.Name)}";

    /// <summary>Counts the rows of COPY text, and what stands between its columns, and forgets it.</summary>
    private sealed class RowCounter : IBufferWriter<byte>
    {
        private byte[] _buffer = new byte[64 * 1024];

        public long Rows { get; private set; }

        public long Separators { get; private set; }

        public void Advance(int count)
        {
            Rows += _buffer.AsSpan(0, count).Count((byte)'\n');
            Separators += _buffer.AsSpan(0, count).Count((byte)'\t');
        }

        public Memory<byte> GetMemory(int sizeHint = 0)
        {
            if (sizeHint > _buffer.Length)
                _buffer = new byte[sizeHint];
            return _buffer;
        }

        public Span<byte> GetSpan(int sizeHint = 0) => GetMemory(sizeHint).Span;
    }
}
