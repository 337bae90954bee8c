namespace PgBackup.Archive;

/// <summary>Compresses with the faster of two levels where that costs no size: both compress the beginning, then one of them goes on.</summary>
/// <remarks>Numbers and hexadecimal digits gain little or nothing from what a higher level spends on them, while text does. What is
/// shorter than the sample is compressed by the higher level. The same bytes always give the same result.</remarks>
/// <param name="output">Where the compressed bytes go; it stays open.</param>
/// <param name="compress">Makes the compressor of a level, which leaves its output open.</param>
/// <param name="fast">The lower level.</param>
/// <param name="small">The higher level.</param>
/// <param name="tolerance">How large the fast one's result may be, as a part of the other one's.</param>
internal sealed class AdaptiveStream(Stream output, Func<Stream, int, Stream> compress, int fast, int small, double tolerance) : ForwardStream
{
    // Enough to tell text from numbers, and little of a segment.
    private const int SampleSize = 256 * 1024;

    private byte[]? _sample = new byte[SampleSize];
    private int _count;
    private Stream? _compressor;

    public override bool CanWrite => true;

    public override void Write(ReadOnlySpan<byte> buffer)
    {
        if (_sample is not null)
        {
            var part = buffer[..Math.Min(buffer.Length, SampleSize - _count)];
            part.CopyTo(_sample.AsSpan(_count));
            _count += part.Length;
            if (_count < SampleSize)
                return;
            Choose();
            buffer = buffer[part.Length..];
        }

        _compressor!.Write(buffer);
    }

    public override void Flush()
    {
        EndSample();
        _compressor!.Flush();
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            EndSample();
            _compressor!.Dispose();
        }

        base.Dispose(disposing);
    }

    private void Choose()
    {
        var (one, other) = (new Candidate(compress, fast, _sample), new Candidate(compress, small, _sample));
        var (chosen, dropped) = one.Length <= other.Length * tolerance ? (one, other) : (other, one);
        dropped.Compressor.Dispose();
        chosen.WriteTo(output);
        _compressor = chosen.Compressor;
        _sample = null;
    }

    private void EndSample()
    {
        if (_sample is null)
            return;
        _compressor = compress(output, small);
        _compressor.Write(_sample.AsSpan(0, _count));
        _sample = null;
    }

    /// <summary>A compressor whose bytes are kept until it is known whether they are wanted.</summary>
    private sealed class Candidate : ForwardStream
    {
        private readonly MemoryStream _kept = new();
        private Stream _target;

        public Candidate(Func<Stream, int, Stream> compress, int level, ReadOnlySpan<byte> sample)
        {
            _target = _kept;
            Compressor = compress(this, level);
            Compressor.Write(sample);
            // What a compressor still holds is not to be seen, and much the same for both.
            Length = _kept.Length;
        }

        public Stream Compressor { get; }

        public override long Length { get; }

        public override bool CanWrite => true;

        public override void Write(ReadOnlySpan<byte> buffer) => _target.Write(buffer);

        public override void Flush() => _target.Flush();

        public void WriteTo(Stream output)
        {
            output.Write(_kept.GetBuffer().AsSpan(0, (int)_kept.Length));
            _target = output;
        }
    }
}
