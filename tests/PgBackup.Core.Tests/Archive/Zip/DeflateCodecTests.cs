using System.IO.Compression;
using System.Text;
using FluentAssertions;
using PgBackup.Archive;
using Xunit;

namespace PgBackup.Tests.Archive.Zip;

[Trait("Category", "Unit")]
public sealed class DeflateCodecTests
{
    private static readonly DeflateCodec Codec = new();

    [Fact]
    public void Segments_inflate_alone_and_as_one_stream()
    {
        var random = new Random(20261123);
        using var stream = new MemoryStream();
        using var whole = new MemoryStream();
        foreach (var size in new[] { 1, 0, 10, 8191, 8192, 8193, 65536, 300_000, 0, 3 })
        {
            var content = new byte[size];
            random.NextBytes(content.AsSpan(0, size / 2));
            var segment = Compress(content, random);

            Decompress(segment).Should().Equal(content);
            stream.Write(segment);
            whole.Write(content);
        }

        stream.Write(DeflateCodec.End);
        stream.Position = 0;
        using var inflated = new MemoryStream();
        using (var inflate = new DeflateStream(stream, CompressionMode.Decompress))
            inflate.CopyTo(inflated);

        inflated.ToArray().Should().Equal(whole.ToArray());
    }

    [Fact]
    public void Size_is_that_of_gzip()
    {
        var random = new Random(1);
        var content = Encoding.ASCII.GetBytes(string.Concat(
            Enumerable.Range(0, 20_000).Select(i => $"{i},{random.Next(1000)},customer {i % 97}\r\n")));
        using var gzip = new MemoryStream();
        using (var compressor = new GzipCodec().Compress(gzip))
            compressor.Write(content);

        // Ten bytes of head, eight of sums; the end of a sync flush takes a few.
        ZipComposer.Compress(ZipMethod.Deflate, content).Length.Should().BeInRange((int)gzip.Length - 24, (int)gzip.Length + 8);
    }

    [Fact]
    public async Task Segment_is_read_in_any_way()
    {
        var content = new byte[100_000];
        new Random(3).NextBytes(content.AsSpan(0, 5000));
        var segment = Compress(content, new Random(4));

        await using var one = Codec.Decompress(new TricklingStream(segment));
        using var decoded = new MemoryStream();
        await one.CopyToAsync(decoded);

        decoded.ToArray().Should().Equal(content);
    }

    private static byte[] Compress(byte[] content, Random random)
    {
        using var output = new MemoryStream();
        using (var stream = Codec.Compress(output))
        {
            for (var rest = content.AsSpan(); !rest.IsEmpty;)
            {
                var part = rest[..random.Next(1, rest.Length + 1)];
                stream.Write(part);
                if (random.Next(4) == 0)
                    stream.Flush();
                rest = rest[part.Length..];
            }
        }

        output.CanWrite.Should().BeTrue();
        return output.ToArray();
    }

    private static byte[] Decompress(byte[] segment)
    {
        using var decoded = new MemoryStream();
        using (var stream = Codec.Decompress(new MemoryStream(segment)))
            stream.CopyTo(decoded);
        return decoded.ToArray();
    }

    /// <summary>Gives a byte at a time.</summary>
    private sealed class TricklingStream(byte[] content) : MemoryStream(content)
    {
        public override int Read(Span<byte> buffer) => base.Read(buffer[..Math.Min(1, buffer.Length)]);

        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
            base.ReadAsync(buffer[..Math.Min(1, buffer.Length)], cancellationToken);
    }
}
