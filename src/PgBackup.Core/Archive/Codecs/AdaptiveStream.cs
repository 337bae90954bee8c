using System.Buffers;

namespace PgBackup.Archive;

/// <summary>Compresses with the lowest of several levels that costs little size: all compress the beginning, then one of them goes
/// on. Where segments before it have chosen, their level is taken.</summary>
/// <remarks>Numbers and hexadecimal digits gain little or nothing from what a higher level spends on them, while text does. What is
/// shorter than the sample, and has nothing to go by, is compressed by the highest level.</remarks>
internal sealed class AdaptiveStream : ForwardStream
{
    private readonly Stream _output;
    private readonly Func<Stream, int, Stream> _compress;
    private readonly LevelChoice _levels;
    private readonly LevelMemory? _memory;

    // Pooled: there is a segment for each small table, and for what a format writes around it.
    private byte[]? _sample;
    private int _count;
    private Stream? _compressor;

    /// <summary>Makes the stream.</summary>
    /// <param name="output">Where the compressed bytes go; it stays open.</param>
    /// <param name="compress">Makes the compressor of a level, which leaves its output open.</param>
    /// <param name="levels">How the levels are chosen.</param>
    /// <param name="memory">What was chosen for segments before this one; null for none.</param>
    public AdaptiveStream(Stream output, Func<Stream, int, Stream> compress, LevelChoice levels, LevelMemory? memory)
    {
        (_output, _compress, _levels, _memory) = (output, compress, levels, memory);
        if (memory is not null && memory.TryUse(out var level))
            _compressor = compress(output, level);
        else
            _sample = ArrayPool<byte>.Shared.Rent(levels.SampleSize);
    }

    public override bool CanWrite => true;

    public override void Write(ReadOnlySpan<byte> buffer)
    {
        if (_sample is not null)
        {
            var part = buffer[..Math.Min(buffer.Length, _levels.SampleSize - _count)];
            part.CopyTo(_sample.AsSpan(_count));
            _count += part.Length;
            if (_count < _levels.SampleSize)
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
        var candidates = _levels.Levels.Select(level => new Candidate(_compress, level, _sample.AsSpan(0, _count))).ToList();
        var chosen = candidates.First(c => c.Length <= candidates[^1].Length * _levels.Tolerance);
        _memory?.Keep(chosen.Level);
        foreach (var dropped in candidates.Where(c => c != chosen))
            dropped.Compressor.Dispose();
        chosen.WriteTo(_output);
        _compressor = chosen.Compressor;
        ReturnSample();
    }

    private void EndSample()
    {
        if (_sample is null)
            return;
        _compressor = _compress(_output, _levels.Levels[^1]);
        _compressor.Write(_sample.AsSpan(0, _count));
        ReturnSample();
    }

    private void ReturnSample()
    {
        ArrayPool<byte>.Shared.Return(_sample!);
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
            Level = level;
            Compressor = compress(this, level);
            Compressor.Write(sample);
            // Else some would hold back more than others.
            Compressor.Flush();
            Length = _kept.Length;
        }

        public int Level { get; }

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
