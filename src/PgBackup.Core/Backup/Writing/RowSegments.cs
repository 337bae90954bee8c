using PgBackup.Archive;
using PgBackup.Formats;

namespace PgBackup.Backup;

/// <summary>Encodes and compresses rows, and cuts them into segments.</summary>
internal sealed class RowSegments(
    BackupTable table, IBackupFormat format, SegmentCodec codec, LevelMemory? levels, BlockStream blocks, bool hashesRows,
    BackupProgressReporter progress)
    : IDisposable
{
    /// <summary>Where a segment is cut, at the next end of a row.</summary>
    private const long SegmentBytes = 32 * 1024 * 1024;

    // A single chunk may make many segments.
    private readonly LevelMemory _levels = levels ?? new LevelMemory();

    private SegmentEncoder? _segment;
    private IRowEncoder? _encoder;
    private RowHasher? _hasher;
    private long _rows;

    /// <summary>Takes in COPY text, cut anywhere.</summary>
    public void Write(ReadOnlySpan<byte> copyText)
    {
        progress.AddBytes(copyText.Length);
        while (!copyText.IsEmpty)
        {
            _segment ??= new SegmentEncoder(codec, blocks, _levels);
            _encoder ??= format.CreateRowEncoder(table);
            if (hashesRows)
                _hasher ??= new RowHasher();
            var end = _segment.DecodedLength >= SegmentBytes ? copyText.IndexOf((byte)'\n') : -1;
            var part = end < 0 ? copyText : copyText[..(end + 1)];
            _encoder.Encode(part, _segment.Output);
            _hasher?.Append(part);
            // COPY text escapes line feeds within values, so each one ends a row.
            _rows += part.Count((byte)'\n');
            copyText = copyText[part.Length..];
            if (end >= 0)
                EndSegment();
        }
    }

    /// <summary>Ends the chunk; its last row was complete.</summary>
    public void Complete()
    {
        if (_segment is not null)
            EndSegment();
    }

    public void Dispose() => _segment?.Dispose();

    private void EndSegment()
    {
        _encoder!.Complete(_segment!.Output);
        blocks.EndSegment(_segment.Complete(_rows), _hasher?.Sum ?? default);
        progress.AddRows(_rows);
        _segment.Dispose();
        (_segment, _encoder, _hasher, _rows) = (null, null, null, 0);
    }
}
