using System.IO.Compression;
using System.Text;
using FluentAssertions;
using PgBackup.Archive;
using Xunit;

namespace PgBackup.Tests.Archive;

[Trait("Category", "Unit")]
public sealed class CompressionLevelTests
{
    private const int Sample = 256 * 1024;

    public static TheoryData<BackupCompression> Compressions => [BackupCompression.Gzip, BackupCompression.Zstd];

    public static TheoryData<string, int> Contents => new()
    {
        { "prose", 3_000_000 }, { "numbers", 3_000_000 }, { "hexadecimal", 3_000_000 }, { "documents", 3_000_000 },
    };

    [Theory]
    [MemberData(nameof(Compressions))]
    public void Segment_of_any_length_around_the_sample_comes_back(BackupCompression compression)
    {
        var codec = SegmentCodec.For(compression);
        foreach (var length in new[] { 0, 1, (Sample / 2) - 1, Sample / 2, (Sample / 2) + 1, Sample - 1, Sample, Sample + 1, 3 * Sample })
        {
            var content = Content("documents", length);

            Decompress(codec, Compress(codec, content, pieces: 7)).Should().Equal(content, "{0} bytes went in", length);
        }
    }

    [Theory]
    [MemberData(nameof(Compressions))]
    public void Segment_in_a_zip_of_any_length_around_the_sample_comes_back(BackupCompression compression)
    {
        var codec = SegmentCodec.For(compression, ArtifactContainer.Zip);
        foreach (var length in new[] { 1, (Sample / 2) - 1, Sample / 2, (Sample / 2) + 1, Sample - 1, Sample, Sample + 1, 3 * Sample })
        {
            var content = Content("numbers", length);

            Decompress(codec, Compress(codec, content, pieces: 5)).Should().Equal(content, "{0} bytes went in", length);
        }
    }

    [Theory]
    [MemberData(nameof(Contents))]
    public void Gzip_is_within_7_percent_of_level_6(string kind, int length)
    {
        var content = Content(kind, length);
        using var reference = new MemoryStream();
        using (var gzip = new GZipStream(reference, new ZLibCompressionOptions { CompressionLevel = 6 }, leaveOpen: true))
            gzip.Write(content);

        Compress(SegmentCodec.For(BackupCompression.Gzip), content, pieces: 10).Length.Should().BeLessThan((int)(reference.Length * 1.07));
    }

    [Theory]
    [MemberData(nameof(Contents))]
    public void Zstd_is_hardly_larger_than_level_3(string kind, int length)
    {
        var content = Content(kind, length);
        using var level3 = new ZstdSharp.Compressor(3);

        Compress(SegmentCodec.For(BackupCompression.Zstd), content, pieces: 10).Length.Should()
            .BeLessThan((int)(level3.Wrap(content).Length * 1.01));
    }

    [Theory]
    [MemberData(nameof(Compressions))]
    public void Segments_of_a_table_share_the_level_and_come_back(BackupCompression compression)
    {
        var codec = SegmentCodec.For(compression);
        var memory = new LevelMemory();
        foreach (var length in new[] { 3 * Sample, 0, 1, Sample, 3 * Sample })
        {
            var content = Content("documents", length);

            Decompress(codec, Compress(codec, content, pieces: 7, memory)).Should().Equal(content, "{0} bytes went in", length);
        }

        // One of eight has chosen, four more have used it.
        Enumerable.Range(0, 4).Select(_ => memory.TryUse(out var _)).Should().Equal(true, true, true, false);
    }

    [Fact]
    public void Level_serves_eight_segments()
    {
        var memory = new LevelMemory();
        var isChosen = new List<bool>();
        for (var segment = 0; segment < 17; segment++)
        {
            isChosen.Add(!memory.TryUse(out _));
            if (isChosen[^1])
                memory.Keep(segment);
        }

        isChosen.Select((chosen, i) => (chosen, i)).Where(s => s.chosen).Select(s => s.i).Should().Equal(0, 8, 16);
    }

    [Fact]
    public void Segment_too_short_to_choose_by_leaves_the_choice_to_the_next()
    {
        var memory = new LevelMemory();
        var codec = SegmentCodec.For(BackupCompression.Gzip);

        Compress(codec, Content("prose", 1000), pieces: 1, memory);

        memory.TryUse(out _).Should().BeFalse();
    }

    private static byte[] Compress(SegmentCodec codec, byte[] content, int pieces, LevelMemory? memory = null)
    {
        using var stored = new MemoryStream();
        using (var compressor = codec.Compress(stored, memory))
        {
            foreach (var piece in content.Chunk(Math.Max(1, content.Length / pieces)))
                compressor.Write(piece);
        }

        return stored.ToArray();
    }

    private static byte[] Decompress(SegmentCodec codec, byte[] stored)
    {
        using var content = new MemoryStream();
        using var decompressor = codec.Decompress(new MemoryStream(stored));
        decompressor.CopyTo(content);
        return content.ToArray();
    }

    private static byte[] Content(string kind, int length)
    {
        var random = new Random(7);
        string[] words =
            ["order", "invoice", "customer", "delivery", "of", "the", "and", "please", "call", "before", "urgent", "refund", "is", "not"];
        var text = new StringBuilder(length + 500);
        while (text.Length < length)
        {
            text.Append(kind switch
            {
                "prose" => string.Join(' ', random.GetItems(words, 12)) + ".\n",
                "numbers" => $"{random.Next(4096)}\t{1_600_000_000 + text.Length}\t{random.Next(1 << 20) / 1000.0}\t{text.Length % 4}\n",
                "hexadecimal" => $"\\\\x{random.GetHexString(200, lowercase: true)}\n",
                _ => $"{text.Length}\t{{\"sku\": \"A-{random.Next(65536)}\", "
                    + $"\"comment\": \"{string.Join(' ', random.GetItems(words, 4))}\", \"weight\": {random.Next(9999)}}}\n",
            });
        }

        return Encoding.ASCII.GetBytes(text.ToString(0, length));
    }
}
