using System.IO.Compression;
using System.IO.Hashing;
using System.Security.Cryptography;
using FluentAssertions;
using PgBackup.Archive;
using PgBackup.Soak.Faults;
using PgBackup.Tests.Archive;
using Xunit;

namespace PgBackup.Tests.Faults;

/// <summary>Segments that inflate to more than the memory that there is, in backups that somebody made up with care: all checksums are
/// right.</summary>
public sealed class DecompressionBombTests(FaultServer fixture) : FaultTest(fixture)
{
    private const int Inflated = 256 * 1024 * 1024;

    // Of managed memory, for the whole process.
    private const string Memory = "6000000"; // hexadecimal: 96 MB

    [Theory]
    [InlineData("sql", BackupCompression.Gzip, false)]
    [InlineData("sql", BackupCompression.Zstd, false)]
    [InlineData("csv", BackupCompression.Gzip, false)]
    [InlineData("sql", BackupCompression.Zstd, true)]
    [InlineData("json", BackupCompression.Zstd, true)]
    [InlineData("csv", BackupCompression.Gzip, true)]
    public async Task Bomb_is_refused_within_the_memory_of_a_small_container(string format, BackupCompression compression, bool isAdmitted)
    {
        var backup = await Backups.CreateBackupAsync(new BackupOptions { Format = format, Compression = compression, Jobs = 1 });
        var target = await DatabaseAsync(isEmpty: true);
        await ArmAsync(backup, isAdmitted);

        var small = new Dictionary<string, string> { ["DOTNET_GCHeapHardLimit"] = Memory };
        using var verify = ConsoleProcess.Run([.. ConsoleProcess.Command, "verify", backup.Id, "--store", StorePath], small);
        using var restore = ConsoleProcess.Run(
            [.. ConsoleProcess.Command, "restore", backup.Id, "--store", StorePath, "--connection", target, "--no-history"],
            small);
        var (verified, restored) = (await verify.WaitAsync(), await restore.WaitAsync());

        foreach (var outcome in new[] { verified, restored })
        {
            outcome.ExitCode.Should().Be(1, outcome.Errors);
            outcome.Errors.Should().NotContain("OutOfMemory").And.NotContain("Out of memory");
        }

        restored.Errors.Should().Contain("[artifact_corrupt]");
        (await FaultServer.ScalarAsync<long>(target, "SELECT count(*) FROM pg_class WHERE oid >= 16384")).Should().Be(0);
    }

    // Puts the bomb in the place of the last segment of rows.
    private async Task ArmAsync(BackupInfo backup, bool isAdmitted)
    {
        var manifest = await Backups.ReadManifestAsync(backup.Id);
        var last = manifest.Entries.SelectMany(e => e.Table?.Segments ?? []).Max();
        var path = Path.Combine(StorePath, backup.Artifact);
        var artifact = await File.ReadAllBytesAsync(path);
        var old = manifest.Segments[last];
        var bomb = Bomb(SegmentCodec.For(backup.Compression, manifest.Container));
        byte[] armed = [.. artifact.AsSpan(0, (int)old.Offset), .. bomb, .. artifact.AsSpan((int)(old.Offset + old.Length))];
        var segments = manifest.Segments.ToList();
        segments[last] = old with
        {
            Length = bomb.Length,
            DecodedLength = isAdmitted ? Inflated : old.DecodedLength,
            Hash = Convert.ToHexStringLower(XxHash128.Hash(bomb)),
        };
        for (var i = last + 1; i < segments.Count; i++)
            segments[i] = segments[i] with { Offset = segments[i].Offset + bomb.Length - old.Length };
        await File.WriteAllBytesAsync(path, armed);
        var forged = manifest with
        {
            Segments = segments,
            Backup = manifest.Backup with { Size = armed.Length, Sha256 = Convert.ToHexStringLower(SHA256.HashData(armed)) },
        };
        await File.WriteAllBytesAsync(Path.Combine(StorePath, backup.Id + ManifestJson.FileSuffix), ManifestBytes.Of(forged));
    }

    private static byte[] Bomb(SegmentCodec codec)
    {
        using var output = new MemoryStream();
        using (var compressed = codec is GzipCodec
            ? new GZipStream(output, CompressionLevel.Fastest, leaveOpen: true)
            : codec.Compress(output))
        {
            var zeros = new byte[1024 * 1024];
            zeros.AsSpan().Fill((byte)'0');
            for (var i = 0; i < Inflated / zeros.Length; i++)
                compressed.Write(zeros);
        }

        return output.ToArray();
    }
}
