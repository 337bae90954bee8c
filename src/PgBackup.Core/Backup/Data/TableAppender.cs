using System.Buffers;
using PgBackup.Archive;

namespace PgBackup.Backup;

/// <summary>Appends the segments of one table after another, with what the format puts around and between them.</summary>
internal sealed class TableAppender(ArtifactWriter artifact, IBackupFormatWriter writer)
{
    private readonly List<int> _segments = [];
    private BackupTable? _table;
    private bool _isWithinSegment;
    private long _rows;
    private long _bytes;

    public async ValueTask BeginAsync(BackupTable table, CancellationToken cancellationToken)
    {
        _table = table;
        _segments.Clear();
        (_rows, _bytes) = (0, 0);
        await FrameAsync(static (w, t, o) => w.BeginTable(t, o), cancellationToken).ConfigureAwait(false);
    }

    public async ValueTask AppendAsync(ChunkPiece piece, CancellationToken cancellationToken)
    {
        if (piece.Segment is { } segment)
        {
            _segments.Add(artifact.EndSegment(segment));
            _rows += segment.Rows;
            _bytes += segment.DecodedLength;
            _isWithinSegment = false;
            return;
        }

        if (!_isWithinSegment && _segments.Count > 0)
            await FrameAsync(static (w, t, o) => w.WriteSegmentSeparator(t, o), cancellationToken).ConfigureAwait(false);
        _isWithinSegment = true;
        await artifact.AppendAsync(piece.Bytes, cancellationToken).ConfigureAwait(false);
    }

    public async ValueTask<BackupTable> EndAsync(CancellationToken cancellationToken)
    {
        await FrameAsync(static (w, t, o) => w.EndTable(t, o), cancellationToken).ConfigureAwait(false);
        return _table! with { Rows = _rows, Bytes = _bytes, Segments = [.. _segments] };
    }

    private async ValueTask FrameAsync(Action<IBackupFormatWriter, BackupTable, IBufferWriter<byte>> write, CancellationToken cancellationToken)
    {
        var frame = new ArrayBufferWriter<byte>();
        write(writer, _table!, frame);
        await artifact.AppendSegmentAsync(frame.WrittenMemory, cancellationToken).ConfigureAwait(false);
    }
}
