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

            if (counter.HasEnd)
            {
                problems.Add(
                    $"A row of segment {index} of table {Sql.Qualified(table.Schema, table.Name)} begins with \\., "
                    + "which psql takes for the end of the rows.");
            }
        }
    }

    private static string Name(BackupEntry entry) => $"{entry.Kind} {Sql.Qualified(entry.Schema, entry.Name)}";

    /// <summary>Counts the rows of COPY text, and what stands between its columns, and forgets it.</summary>
    private sealed class RowCounter : IBufferWriter<byte>
    {
        // The last two bytes of what was before, as if that had been a row, and the first two of what comes.
        private readonly byte[] _seam = [0, (byte)'\n', 0, 0];
        private byte[] _buffer = new byte[64 * 1024];

        public long Rows { get; private set; }

        public long Separators { get; private set; }

        /// <summary>Gets a value indicating whether a row begins with what ends a COPY block in a script. Servers escape each backslash, so
        /// none of theirs does: behind it somebody may have put commands.</summary>
        public bool HasEnd { get; private set; }

        public void Advance(int count)
        {
            var text = _buffer.AsSpan(0, count);
            Rows += text.Count((byte)'\n');
            Separators += text.Count((byte)'\t');
            HasEnd |= text.IndexOf("\n\\."u8) >= 0 || IsEndAtSeam(text);
        }

        private bool IsEndAtSeam(ReadOnlySpan<byte> text)
        {
            var next = text[..Math.Min(2, text.Length)];
            next.CopyTo(_seam.AsSpan(2));
            var isEnd = _seam.AsSpan(0, 2 + next.Length).IndexOf("\n\\."u8) >= 0;
            if (text.Length >= 2)
                text[^2..].CopyTo(_seam);
            else if (text.Length == 1)
                (_seam[0], _seam[1]) = (_seam[1], text[0]);
            return isEnd;
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
