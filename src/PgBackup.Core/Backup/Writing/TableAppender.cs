using System.Buffers;
using PgBackup.Archive;
using PgBackup.Formats;

namespace PgBackup.Backup;

/// <summary>Appends the segments of one table after another, with what the format puts around and between them.</summary>
internal sealed class TableAppender(ArtifactWriter artifact, IArtifactFiles files, ZipLayout? zip, IBackupFormatWriter writer)
{
    private readonly ZipFileNames? _names = zip is null ? null : new ZipFileNames(zip.RowsExtension);
    private readonly List<int> _segments = [];
    private BackupTable? _table;
    private bool _isWithinSegment;
    private long _rows;
    private long _bytes;
    private UInt128? _hash;

    public async ValueTask BeginAsync(BackupTable table, bool hashesRows, CancellationToken cancellationToken)
    {
        _table = table with { File = _names is null ? null : $"{zip!.RowsDirectory}/{_names.Next(table.Schema, table.Name)}" };
        _segments.Clear();
        (_rows, _bytes) = (0, 0);
        _hash = hashesRows ? UInt128.Zero : null;
        if (_table.File is not null)
            await files.BeginAsync(_table.File, cancellationToken).ConfigureAwait(false);
        await FrameAsync(static (w, t, o) => w.BeginTable(t, o), cancellationToken).ConfigureAwait(false);
    }

    public async ValueTask AppendAsync(ChunkPiece piece, CancellationToken cancellationToken)
    {
        if (piece.Segment is { } encoded)
        {
            _segments.Add(artifact.EndSegment(encoded));
            _rows += encoded.Segment.Rows;
            _bytes += encoded.Segment.DecodedLength;
            _hash = unchecked(_hash + piece.RowHash);
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
        if (_table!.File is not null)
            await files.EndAsync(cancellationToken).ConfigureAwait(false);
        var table = _table with { Rows = _rows, Bytes = _bytes, Segments = [.. _segments] };
        return _hash is { } hash ? table with { ContentHash = RowHasher.Text(hash) } : table;
    }

    private async ValueTask FrameAsync(
        Action<IBackupFormatWriter, BackupTable, IBufferWriter<byte>> write, CancellationToken cancellationToken)
    {
        var frame = new ArrayBufferWriter<byte>();
        write(writer, _table!, frame);
        await artifact.AppendSegmentAsync(frame.WrittenMemory, cancellationToken).ConfigureAwait(false);
    }
}
