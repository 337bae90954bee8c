using System.Buffers;
using PgBackup.Archive;

namespace PgBackup.Formats;

/// <summary>Reads statements and rows out of an artifact, as its format wrote them. Not for concurrent use of statements.</summary>
internal sealed class ContentReader(ArtifactReader artifact, IBackupFormat format)
{
    private (int Index, byte[] Content) _segment = (-1, []);

    /// <summary>Reads a statement. Neighbours share a segment, so the last one is kept.</summary>
    /// <exception cref="PgBackupException"><c>artifact_corrupt</c>.</exception>
    public async Task<string> ReadStatementAsync(StatementLocation location, CancellationToken cancellationToken)
    {
        if (_segment.Index != location.Segment)
            _segment = (location.Segment, await artifact.ReadAsync(location.Segment, cancellationToken).ConfigureAwait(false));
        try
        {
            return format.ReadStatement(_segment.Content.AsSpan(location.Offset, location.Length));
        }
        catch (FormatException exception)
        {
            throw artifact.Unreadable(location.Segment, exception);
        }
    }

    /// <summary>Reads the rows of one segment, piece by piece.</summary>
    /// <param name="table">The table.</param>
    /// <param name="segment">The segment.</param>
    /// <param name="rows">Receives COPY text.</param>
    /// <param name="passOn">Called when there is some; takes it away.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    /// <exception cref="PgBackupException"><c>artifact_corrupt</c>; what was passed on before must then be thrown away.</exception>
    public async Task ReadRowsAsync(
        BackupTable table, int segment, IBufferWriter<byte> rows, Func<ValueTask> passOn, CancellationToken cancellationToken)
    {
        var decoder = format.CreateRowDecoder(table);
        await artifact.DecodeAsync(
            segment,
            piece =>
            {
                decoder.Decode(piece.Span, rows);
                return passOn();
            },
            cancellationToken).ConfigureAwait(false);
        try
        {
            decoder.Complete(rows);
        }
        catch (FormatException exception)
        {
            throw artifact.Unreadable(segment, exception);
        }

        await passOn().ConfigureAwait(false);
    }
}
