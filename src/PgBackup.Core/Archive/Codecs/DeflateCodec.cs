using System.IO.Compression;

namespace PgBackup.Archive;

/// <summary>Raw deflate (RFC 1951), as ZIP archives hold it. A segment ends on a byte's border and has no final block: a file is the
/// concatenation of its segments and of <see cref="End"/>.</summary>
internal sealed class DeflateCodec : SegmentCodec
{
    public override string FileExtension => "";

    /// <summary>Gets an empty final block, which ends a file's stream.</summary>
    public static ReadOnlySpan<byte> End => [0x03, 0x00];

    public override Stream Compress(Stream output, LevelMemory? memory = null) =>
        DeflateLevels.Compress(output, memory, (inner, options) => new CompressingStream(new ClosableStream(inner), options));

    public override Stream Decompress(Stream input) => new DeflateStream(new EndedStream(input), CompressionMode.Decompress);

    /// <summary>Ends with a sync flush instead of a final block.</summary>
    private sealed class CompressingStream(ClosableStream output, ZLibCompressionOptions options) : ForwardStream
    {
        private readonly DeflateStream _deflate = new(output, options, leaveOpen: true);

        public override bool CanWrite => true;

        public override void Write(ReadOnlySpan<byte> buffer) => _deflate.Write(buffer);

        public override void Flush() => _deflate.Flush();

        protected override void Dispose(bool disposing)
        {
            if (disposing && !output.IsClosed)
            {
                try
                {
                    _deflate.Flush();
                }
                finally
                {
                    // Disposing writes a final block.
                    output.IsClosed = true;
                    _deflate.Dispose();
                }
            }

            base.Dispose(disposing);
        }
    }

    /// <summary>Drops what is written when it is closed.</summary>
    private sealed class ClosableStream(Stream output) : ForwardStream
    {
        public bool IsClosed { get; set; }

        public override bool CanWrite => true;

        public override void Write(ReadOnlySpan<byte> buffer)
        {
            if (!IsClosed)
                output.Write(buffer);
        }

        public override void Flush()
        {
            if (!IsClosed)
                output.Flush();
        }
    }

    /// <summary>Reads a segment and behind it the final block that it lacks.</summary>
    private sealed class EndedStream(Stream input) : ForwardStream
    {
        private int _endRead;

        public override bool CanRead => true;

        public override int Read(Span<byte> buffer)
        {
            var read = input.Read(buffer);
            return read > 0 ? read : ReadEnd(buffer);
        }

        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            var read = await input.ReadAsync(buffer, cancellationToken).ConfigureAwait(false);
            return read > 0 ? read : ReadEnd(buffer.Span);
        }

        private int ReadEnd(Span<byte> buffer)
        {
            var part = End[_endRead..Math.Min(End.Length, _endRead + buffer.Length)];
            part.CopyTo(buffer);
            _endRead += part.Length;
            return part.Length;
        }
    }
}
