using System.Buffers;
using FluentAssertions;
using PgBackup.Archive;
using Xunit;

namespace PgBackup.Tests.Archive;

[Trait("Category", "Unit")]
public sealed class SegmentTests
{
    private const int Seed = 20260131;

    [Theory]
    [InlineData(BackupCompression.Gzip, ArtifactContainer.Stream)]
    [InlineData(BackupCompression.Gzip, ArtifactContainer.Zip)]
    [InlineData(BackupCompression.Zstd, ArtifactContainer.Stream)]
    [InlineData(BackupCompression.Zstd, ArtifactContainer.Zip)]
    [InlineData(BackupCompression.None, ArtifactContainer.Stream)]
    [InlineData(BackupCompression.None, ArtifactContainer.Zip)]
    public async Task What_is_encoded_is_decoded_whatever_its_size_and_the_pieces(
        BackupCompression compression, ArtifactContainer container)
    {
        var random = new Random(Seed);
        foreach (var size in new[] { 1, 2, 1000, 65535, 65536, 65537, 300_000, 2_000_000 })
        {
            var content = new byte[size];
            random.NextBytes(content.AsSpan(0, size / 2));
            using var artifact = new MemoryStream();
            artifact.Write("elsewhere"u8);
            var segment = Encode(SegmentCodec.For(compression, container), content, artifact, random) with { Offset = 9 };
            artifact.Write("behind"u8);

            var decoded = await Reader(compression, container, artifact.ToArray(), segment).ReadAsync(0, default);

            segment.DecodedLength.Should().Be(size);
            segment.Length.Should().Be(artifact.Length - 15);
            decoded.AsSpan().SequenceEqual(content).Should().BeTrue($"{size} bytes");
        }
    }

    [Theory]
    [InlineData(BackupCompression.Gzip, ArtifactContainer.Stream)]
    [InlineData(BackupCompression.Gzip, ArtifactContainer.Zip)]
    [InlineData(BackupCompression.Zstd, ArtifactContainer.Stream)]
    [InlineData(BackupCompression.Zstd, ArtifactContainer.Zip)]
    [InlineData(BackupCompression.None, ArtifactContainer.Stream)]
    [InlineData(BackupCompression.None, ArtifactContainer.Zip)]
    public async Task Segment_that_is_not_what_the_manifest_says_is_refused(BackupCompression compression, ArtifactContainer container)
    {
        var content = new byte[5000];
        new Random(Seed).NextBytes(content);
        using var artifact = new MemoryStream();
        var segment = Encode(SegmentCodec.For(compression, container), content, artifact, new Random(Seed));
        var bytes = artifact.ToArray();

        (BackupSegment Segment, byte[] Bytes)[] wrong =
        [
            (segment with { DecodedLength = 4999 }, bytes),
            (segment with { DecodedLength = 5001 }, bytes),
            (segment with { Length = segment.Length - 1 }, bytes),
            (segment with { Hash = new string('0', 32) }, bytes),
            (segment, bytes[..^1]),
            (segment, []),
            (segment, [.. bytes.AsSpan(0, 2500), (byte)~bytes[2500], .. bytes.AsSpan(2501)]),
        ];
        foreach (var (claimed, stored) in wrong)
        {
            long given = 0;
            var act = () => Reader(compression, container, stored, claimed).DecodeAsync(
                0,
                piece =>
                {
                    given += piece.Length;
                    return ValueTask.CompletedTask;
                },
                default);
            (await act.Should().ThrowAsync<PgBackupException>()).Which.Code.Should().Be(PgBackupErrorCodes.ArtifactCorrupt);
            given.Should().BeLessThanOrEqualTo(claimed.DecodedLength);
        }
    }

    [Fact]
    public void Output_has_room_for_whatever_a_row_asks()
    {
        using var stored = new MemoryStream();
        using var encoder = new SegmentEncoder(new PlainCodec(), stored);
        foreach (var size in new[] { 1, 70_000, 300_000, 5_000_000, 10 })
        {
            encoder.Output.GetSpan(size)[..size].Fill((byte)'x');
            encoder.Output.Advance(size);
        }

        encoder.Complete(rows: 0).Segment.DecodedLength.Should().Be(5_370_011);
        stored.Length.Should().Be(5_370_011);
        stored.ToArray().AsSpan().IndexOfAnyExcept((byte)'x').Should().Be(-1);
    }

    private static BackupSegment Encode(SegmentCodec codec, byte[] content, Stream artifact, Random random)
    {
        using var encoder = new SegmentEncoder(codec, artifact);
        for (var rest = content.AsSpan(); !rest.IsEmpty;)
        {
            var part = rest[..random.Next(1, rest.Length + 1)];
            encoder.Output.Write(part);
            rest = rest[part.Length..];
        }

        return encoder.Complete(rows: 0).Segment;
    }

    private static ArtifactReader Reader(BackupCompression compression, ArtifactContainer container, byte[] artifact, BackupSegment segment)
    {
        var manifest = SampleManifest.Of(compression, container, [segment], artifact.Length);
        return new ArtifactReader(manifest, (offset, length, _) =>
        {
            var start = (int)Math.Min(offset, artifact.Length);
            return Task.FromResult<Stream>(
                new MemoryStream(artifact, start, (int)Math.Min(length ?? artifact.Length, artifact.Length - start)));
        });
    }
}
