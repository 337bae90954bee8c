using System.IO.Compression;
using System.IO.Hashing;
using System.Text;
using FluentAssertions;
using PgBackup.Archive;
using Xunit;

namespace PgBackup.Tests.Archive;

/// <summary>Artifacts of several segments, from what writes them to what checks them.</summary>
[Trait("Category", "Unit")]
public sealed class ArtifactTests
{
    private static readonly byte[][] Contents =
    [
        Encoding.ASCII.GetBytes("a,b\n1,2\n"), Encoding.ASCII.GetBytes(new string('x', 300)), [7], Encoding.ASCII.GetBytes("the\nend\n"),
    ];

    [Theory]
    [InlineData(BackupCompression.Gzip, ArtifactContainer.Stream)]
    [InlineData(BackupCompression.Gzip, ArtifactContainer.Zip)]
    [InlineData(BackupCompression.Zstd, ArtifactContainer.Stream)]
    [InlineData(BackupCompression.None, ArtifactContainer.Zip)]
    public async Task Every_damage_is_found_by_each_check_and_told_of_its_segment(
        BackupCompression compression, ArtifactContainer container)
    {
        var (artifact, manifest) = await WriteAsync(compression, container);
        var all = Enumerable.Range(0, manifest.Segments.Count).ToList();
        (await Reader(artifact, manifest).CheckAllAsync(default)).Should().BeEquivalentTo((new List<string>(), (long)artifact.Length));
        await Reader(artifact, manifest).CheckSegmentsAsync(all, default);

        for (var i = 0; i < artifact.Length; i++)
        {
            var damaged = artifact.ToArray();
            damaged[i] ^= (byte)(1 << (i % 8));
            var segment = all.Last(s => manifest.Segments[s].Offset <= i);
            var reader = Reader(damaged, manifest);

            (await reader.CheckAllAsync(default)).Problems.Should().ContainSingle($"byte {i}")
                .Which.Should().StartWith($"Segment {segment} ");
            await reader.Invoking(r => r.CheckSegmentsAsync(all, default)).Should().ThrowAsync<PgBackupException>($"byte {i}");
            await reader.Invoking(r => r.CheckSegmentsAsync([segment], default)).Should().ThrowAsync<PgBackupException>($"byte {i}");
            await reader.Invoking(r => r.CheckSegmentsAsync(all.Where(s => s != segment).Reverse(), default))
                .Should().NotThrowAsync($"byte {i}");
            (await Reader(artifact[..i], manifest).CheckAllAsync(default)).Problems.Should().ContainSingle()
                .Which.Should().StartWith($"The artifact ends at byte {i}, within segment {segment} ");
            await Reader(artifact[..i], manifest).Invoking(r => r.CheckSegmentsAsync(all, default))
                .Should().ThrowAsync<PgBackupException>();
        }

        (await Reader([.. artifact, 0], manifest).CheckAllAsync(default)).Problems.Should().Equal(
            $"The artifact has {artifact.Length + 1} bytes instead of {artifact.Length}.");
        var another = manifest with { Backup = manifest.Backup with { Sha256 = new string('0', 64) } };
        (await Reader(artifact, another).CheckAllAsync(default)).Problems.Should().Equal("The artifact differs from its SHA-256.");
    }

    [Theory]
    [InlineData(BackupCompression.Gzip)]
    [InlineData(BackupCompression.None)]
    public async Task Files_of_an_archive_are_whole_and_its_directory_tells_their_sizes_and_sums(BackupCompression compression)
    {
        var (artifact, _) = await WriteAsync(compression, ArtifactContainer.Zip);

        using var archive = new ZipArchive(new MemoryStream(artifact));

        archive.Entries.Select(e => e.FullName).Should().Equal("first.csv", "second.csv");
        byte[][] expected = [[.. Contents[0], .. Contents[1]], [.. Contents[2], .. Contents[3]]];
        for (var i = 0; i < expected.Length; i++)
        {
            using var content = new MemoryStream();
            using (var stream = archive.Entries[i].Open())
                await stream.CopyToAsync(content);
            content.ToArray().Should().Equal(expected[i]);
            archive.Entries[i].Length.Should().Be(expected[i].Length);
            archive.Entries[i].Crc32.Should().Be(Crc32.HashToUInt32(expected[i]));
        }

        // From one file's header (30 bytes and its name and long field) to its descriptor (24 bytes).
        var stored = archive.Entries[0].CompressedLength;
        BitConverter.ToUInt32(artifact, 30 + "first.csv".Length + 20 + (int)stored).Should().Be(0x08074b50);
    }

    [Fact]
    public async Task What_is_read_ahead_does_not_change_what_was_given()
    {
        var content = new byte[900_000];
        new Random(5).NextBytes(content);
        await using var reader = new ReadAhead(new MemoryStream(content));
        var position = 0;
        while (await reader.ReadAsync(default) is { IsEmpty: false } piece)
        {
            await Task.Delay(20); // the next read has come by now
            piece.Span.SequenceEqual(content.AsSpan(position, piece.Length)).Should().BeTrue();
            position += piece.Length;
        }

        position.Should().Be(content.Length);
    }

    [Fact]
    public async Task Stream_is_not_closed_under_a_read_that_is_under_way()
    {
        var stream = new SlowStream();
        var reader = new ReadAhead(stream);
        await reader.ReadAsync(default);

        var closing = reader.DisposeAsync().AsTask();
        await stream.SecondRead.Task;
        stream.IsClosed.Should().BeFalse();
        stream.Go.SetResult();
        await closing;

        stream.IsClosed.Should().BeTrue();
        stream.WasClosedUnderARead.Should().BeFalse();
    }

    private static async Task<(byte[] Artifact, BackupManifest Manifest)> WriteAsync(
        BackupCompression compression, ArtifactContainer container)
    {
        var codec = SegmentCodec.For(compression, container);
        await using var write = new MemoryWrite();
        using var writer = new ArtifactWriter(write.Content, codec);
        IArtifactFiles files = codec is ZipCodec zip ? new ZipFiles(writer, zip, DateTimeOffset.UnixEpoch) : new StreamFiles();
        foreach (var (name, segments) in new[] { ("first.csv", Contents[..2]), ("second.csv", Contents[2..]) })
        {
            await files.BeginAsync(name, default);
            foreach (var segment in segments)
                await writer.AppendSegmentAsync(segment, default);
            await files.EndAsync(default);
        }

        await files.CompleteAsync(default);
        var artifact = ((MemoryStream)write.Content).ToArray();
        return (artifact, SampleManifest.Of(compression, container, [.. writer.Segments], writer.Length, writer.Sha256()));
    }

    private static ArtifactReader Reader(byte[] artifact, BackupManifest manifest) => new(manifest, (offset, length, _) =>
    {
        var start = (int)Math.Min(offset, artifact.Length);
        return Task.FromResult<Stream>(new MemoryStream(
            artifact, start, (int)Math.Min(length ?? artifact.Length, artifact.Length - start)));
    });

    private sealed class MemoryWrite : IBackupStoreWrite
    {
        public Stream Content { get; } = new MemoryStream();

        public Task CompleteAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public ValueTask DisposeAsync() => Content.DisposeAsync();
    }

    private sealed class SlowStream : MemoryStream
    {
        private int _reads;
        private bool _isReading;

        public TaskCompletionSource SecondRead { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public TaskCompletionSource Go { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public bool IsClosed { get; private set; }

        public bool WasClosedUnderARead { get; private set; }

        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            if (++_reads == 1)
                return 1;
            _isReading = true;
            SecondRead.SetResult();
            await Go.Task;
            _isReading = false;
            return 1;
        }

        public override ValueTask DisposeAsync()
        {
            (IsClosed, WasClosedUnderARead) = (true, _isReading);
            return base.DisposeAsync();
        }
    }
}
