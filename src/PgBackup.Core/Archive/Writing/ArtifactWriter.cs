using System.Buffers;
using System.IO.Hashing;
using System.Security.Cryptography;

namespace PgBackup.Archive;

/// <summary>Appends segments to an artifact, hashes the whole, and remembers where each segment is. Not for concurrent use.</summary>
internal sealed class ArtifactWriter(Stream artifact, SegmentCodec codec) : IDisposable
{
    private readonly IncrementalHash _sha256 = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private readonly List<BackupSegment> _segments = [];
    private long _segmentStart;

    public IReadOnlyList<BackupSegment> Segments => _segments;

    /// <summary>Gets how many bytes were written.</summary>
    public long Length { get; private set; }

    /// <summary>Gets what the segments come to since <see cref="BeginFile"/>.</summary>
    public FileTotals File { get; private set; }

    /// <summary>Appends stored bytes of the current segment.</summary>
    public async ValueTask AppendAsync(ReadOnlyMemory<byte> stored, CancellationToken cancellationToken)
    {
        _sha256.AppendData(stored.Span);
        Length += stored.Length;
        await artifact.WriteAsync(stored, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Ends the current segment.</summary>
    /// <returns>Its index.</returns>
    public int EndSegment(EncodedSegment encoded)
    {
        if (codec.NeedsCrc32)
            File = File.Add(encoded);
        return AddSegment(encoded.Segment);
    }

    /// <summary>Appends a small segment as a whole; nothing where there are no bytes to write.</summary>
    /// <returns>Its index, or -1.</returns>
    public async ValueTask<int> AppendSegmentAsync(ReadOnlyMemory<byte> content, CancellationToken cancellationToken)
    {
        if (content.IsEmpty)
            return -1;
        using var stored = new MemoryStream();
        using var encoder = new SegmentEncoder(codec, stored);
        encoder.Output.Write(content.Span);
        var encoded = encoder.Complete(rows: 0);
        await AppendAsync(stored.GetBuffer().AsMemory(0, (int)stored.Length), cancellationToken).ConfigureAwait(false);
        return EndSegment(encoded);
    }

    /// <summary>Appends what the container puts around its files: a segment that is hashed like any other, and never decoded.</summary>
    public async ValueTask AppendFramingAsync(ReadOnlyMemory<byte> framing, CancellationToken cancellationToken)
    {
        await AppendAsync(framing, cancellationToken).ConfigureAwait(false);
        AddSegment(new BackupSegment(0, framing.Length, 0, Convert.ToHexStringLower(XxHash128.Hash(framing.Span)), 0));
    }

    /// <summary>Begins to sum up a file.</summary>
    public void BeginFile() => File = default;

    /// <summary>Gets the SHA-256 of all that was written, in lower-case hexadecimal.</summary>
    public string Sha256() => Convert.ToHexStringLower(_sha256.GetCurrentHash());

    public void Dispose() => _sha256.Dispose();

    private int AddSegment(BackupSegment segment)
    {
        _segments.Add(segment with { Offset = _segmentStart });
        _segmentStart = Length;
        return _segments.Count - 1;
    }
}
