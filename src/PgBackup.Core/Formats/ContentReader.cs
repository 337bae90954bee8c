using System.Buffers;
using PgBackup.Archive;

namespace PgBackup.Formats;

/// <summary>Reads statements and rows out of an artifact, as its format wrote them. For concurrent use.</summary>
internal sealed class ContentReader(ArtifactReader artifact, IBackupFormat format)
{
    // Workers jump between the statements of many tables, which stand in many segments.
    private const int KeptBytes = 8 * 1024 * 1024;

    private readonly Lock _lock = new();

    // The one that was used last comes first.
    private readonly LinkedList<(int Index, byte[] Content)> _segments = [];
    private int _bytes;

    /// <summary>Reads a statement. Neighbours share a segment, so those that were used lately are kept.</summary>
    /// <exception cref="PgBackupException"><c>artifact_corrupt</c>.</exception>
    public async Task<string> ReadStatementAsync(StatementLocation location, CancellationToken cancellationToken)
    {
        var segment = FindKept(location.Segment)
            ?? Keep(location.Segment, await artifact.ReadAsync(location.Segment, cancellationToken).ConfigureAwait(false));
        try
        {
            return format.ReadStatement(segment.AsSpan(location.Offset, location.Length));
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

    private byte[]? FindKept(int index)
    {
        lock (_lock)
        {
            for (var node = _segments.First; node is not null; node = node.Next)
            {
                if (node.Value.Index != index)
                    continue;
                _segments.Remove(node);
                _segments.AddFirst(node);
                return node.Value.Content;
            }

            return null;
        }
    }

    private byte[] Keep(int index, byte[] content)
    {
        lock (_lock)
        {
            // Another worker may have read it at the same time.
            if (FindKept(index) is { } kept)
                return kept;
            for (_bytes += content.Length; _bytes > KeptBytes && _segments.Last is { } oldest; _bytes -= oldest.Value.Content.Length)
                _segments.RemoveLast();
            _segments.AddFirst((index, content));
            return content;
        }
    }
}
