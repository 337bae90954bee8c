using System.Buffers;
using System.IO.Hashing;

namespace PgBackup.Archive;

/// <summary>Compresses and hashes one segment; its stored bytes go to a stream as they arise.</summary>
internal sealed class SegmentEncoder : IDisposable
{
    private readonly HashingStream _stored;
    private readonly Stream _compressor;
    private readonly SegmentOutput _output;
    private readonly Crc32? _crc32;

    /// <summary>Begins a segment.</summary>
    /// <param name="codec">Compresses it.</param>
    /// <param name="destination">Where its stored bytes go.</param>
    /// <param name="levels">What earlier segments of the same content were compressed with; null for none.</param>
    public SegmentEncoder(SegmentCodec codec, Stream destination, LevelMemory? levels = null)
    {
        _stored = new HashingStream(destination);
        _compressor = codec.Compress(_stored, levels);
        _crc32 = codec.NeedsCrc32 ? new Crc32() : null;
        _output = new SegmentOutput(_compressor, _crc32);
    }

    /// <summary>Gets where the segment's plain bytes are written.</summary>
    public IBufferWriter<byte> Output => _output;

    /// <summary>Gets how many plain bytes were written.</summary>
    public long DecodedLength => _output.Length;

    /// <summary>Ends the segment. Its offset is not known here.</summary>
    public EncodedSegment Complete(long rows)
    {
        _output.Flush();
        _compressor.Dispose();
        var segment = new BackupSegment(0, _stored.BytesWritten, _output.Length, _stored.HashText(), rows);
        return new EncodedSegment(segment, _crc32?.GetCurrentHashAsUInt32() ?? 0);
    }

    /// <summary>Gives memory back; a segment that was not completed is discarded.</summary>
    public void Dispose()
    {
        // Ending a compressor writes what it still holds.
        _stored.IsClosed = true;
        _compressor.Dispose();
        _output.Dispose();
    }

    /// <summary>Hashes and counts what is written.</summary>
    private sealed class HashingStream(Stream destination) : ForwardStream
    {
        private readonly XxHash128 _hash = new();

        public long BytesWritten { get; private set; }

        public bool IsClosed { get; set; }

        public override bool CanWrite => true;

        public string HashText() => Convert.ToHexStringLower(_hash.GetCurrentHash());

        public override void Write(ReadOnlySpan<byte> buffer)
        {
            if (IsClosed)
                return;
            _hash.Append(buffer);
            BytesWritten += buffer.Length;
            destination.Write(buffer);
        }

        public override void Flush() => destination.Flush();
    }
}
