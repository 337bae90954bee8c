using System.Text.Json;
using FluentAssertions;
using PgBackup.Archive;
using PgBackup.Playground;
using PgBackup.Tests.Archive;
using PgBackup.Tests.Restore;
using PgBackup.Tests.RoundTrip;
using PgBackup.Tests.Servers;
using Xunit;

namespace PgBackup.Tests.Conversion;

public sealed class ConversionTests
{
    [Theory]
    [EachFormat]
    public async Task Backup_of_any_format_becomes_any_other_and_restores_to_the_same_database(string from)
    {
        await using var source = await PostgresServers.CreateDatabaseAsync();
        await SampleDatabase.CreateAsync(source.ConnectionString, 0.02);
        using var host = new BackupHost();
        var original = await host.For(source.ConnectionString).CreateBackupAsync(new BackupOptions { Format = from });
        var converter = host.WithoutServer();

        foreach (var to in TestFormats.All.Where(f => f.Name != from))
        {
            var converted = await converter.ConvertAsync(original.Id, new ConvertOptions { Format = to.Name });

            converted.Rows.Should().Be(original.Rows);
            await using var target = await PostgresServers.CreateDatabaseAsync();
            (await host.For(target.ConnectionString).RestoreBackupAsync(converted.Id)).Warnings.Should().BeEmpty();
            await RestoreWorld.SameAsync(source.ConnectionString, target.ConnectionString);
        }
    }

    [Fact]
    public async Task Conversion_through_all_formats_and_back_gives_the_same_bytes()
    {
        await using var source = await PostgresServers.CreateDatabaseAsync();
        await SampleDatabase.CreateAsync(source.ConnectionString, 0.1);
        using var host = new BackupHost();
        var first = await host.For(source.ConnectionString).CreateBackupAsync(new BackupOptions { Compression = BackupCompression.None });
        var converter = host.WithoutServer();

        var last = first;
        (string, BackupCompression)[] steps =
        [
            ("json", BackupCompression.Zstd), ("csv", BackupCompression.Gzip), ("ndjson", BackupCompression.Gzip),
            ("csv", BackupCompression.None), ("sql", BackupCompression.None),
        ];
        foreach (var (format, compression) in steps)
            last = await converter.ConvertAsync(last.Id, new ConvertOptions { Format = format, Compression = compression, Jobs = 2 });

        (await TextAsync(last)).Should().Be(await TextAsync(first));

        async Task<string> TextAsync(BackupInfo backup) =>
            (await File.ReadAllTextAsync(Path.Combine(host.StorePath, backup.Artifact))).Replace(backup.Id, "", StringComparison.Ordinal);
    }

    [Fact]
    public async Task Converted_backup_keeps_what_the_original_tells_and_has_an_id_of_its_own()
    {
        await using var world = await RestoreWorld.CreateAsync();
        var original = await world.Backups.CreateBackupAsync(
            new BackupOptions { Label = "monthly", Tables = { "shop.*" }, DatabaseProperties = true });

        var converter = world.Host.WithoutServer();
        var converted = await converter.ConvertAsync(
            original.Id, new ConvertOptions { Format = "csv", Compression = BackupCompression.None });

        converted.Should().BeEquivalentTo(original, o => o
            .Excluding(b => b.Id).Excluding(b => b.ConvertedFrom).Excluding(b => b.Format).Excluding(b => b.Compression)
            .Excluding(b => b.Artifact)
            .Excluding(b => b.Size).Excluding(b => b.UncompressedSize).Excluding(b => b.Sha256).Excluding(b => b.Duration));
        converted.Id.Should().NotBe(original.Id).And.StartWith(original.Id[..15]);
        converted.ConvertedFrom.Should().Be(original.Id);
        converted.Artifact.Should().Be(converted.Id + ".zip");
        (await world.Backups.FindBackupAsync(converted.Id)).Should().BeEquivalentTo(converted);
        (await world.Backups.FindBackupAsync(original.Id)).Should().BeEquivalentTo(original);

        // The document tells it once more.
        var document = await converter.ConvertAsync(
            converted.Id, new ConvertOptions { Format = "json", Compression = BackupCompression.None });
        using var json = JsonDocument.Parse(await File.ReadAllBytesAsync(Path.Combine(world.Host.StorePath, document.Artifact)));
        var facts = json.RootElement.GetProperty("backup");
        facts.GetProperty("createdAt").GetDateTimeOffset().Should().Be(original.CreatedAt);
        facts.GetProperty("serverVersion").GetString().Should().Be(original.ServerVersion);
        facts.GetProperty("options").GetProperty("label").GetString().Should().Be("monthly");
        facts.GetProperty("options").GetProperty("selection").EnumerateArray().Select(s => s.GetString()).Should()
            .Equal(original.Selection);
    }

    [Theory]
    [EachFormat]
    public async Task Damaged_backup_is_not_converted(string format)
    {
        await using var world = await RestoreWorld.CreateAsync();
        var original = await world.Backups.CreateBackupAsync(new BackupOptions { Format = format });
        var manifest = await world.Backups.ReadManifestAsync(original.Id);
        var path = Path.Combine(world.Host.StorePath, original.Artifact);
        var bytes = await File.ReadAllBytesAsync(path);
        foreach (var segment in new[]
            {
                manifest.Entries.First(e => e.Table is { Rows: > 0 }).Table!.Segments[0],
                manifest.Entries.First(e => e.Statements.Count > 0).Statements[0].Segment,
            })
        {
            var damaged = bytes.ToArray();
            damaged[manifest.Segments[segment].Offset + (manifest.Segments[segment].Length / 2)] ^= 1;
            await File.WriteAllBytesAsync(path, damaged);

            var convert = () =>
                world.Backups.ConvertAsync(original.Id, new ConvertOptions { Format = "json", Compression = BackupCompression.Zstd });

            (await convert.Should().ThrowAsync<PgBackupException>()).Which.Code.Should().Be(PgBackupErrorCodes.ArtifactCorrupt);
            (await world.Backups.ListBackupsAsync()).Select(b => b.Id).Should().Equal(original.Id);
            Directory.GetFiles(world.Host.StorePath, "*.json.zst*").Should().BeEmpty();
        }
    }

    [Fact]
    public async Task Backup_with_other_rows_than_it_says_is_not_converted()
    {
        await using var world = await RestoreWorld.CreateAsync("CREATE TABLE t (id int); INSERT INTO t VALUES (1), (2)");
        var original = await world.Backups.CreateBackupAsync();
        ManifestBytes.Change(
            Path.Combine(world.Host.StorePath, original.Id + ManifestJson.FileSuffix),
            text => text.Replace("\"rows\":2", "\"rows\":3", StringComparison.Ordinal));

        var convert = () => world.Host.WithoutServer().ConvertAsync(original.Id, new ConvertOptions { Format = "csv" });

        var exception = (await convert.Should().ThrowAsync<PgBackupException>()).Which;
        (exception.Code, exception.BackupId).Should().Be((PgBackupErrorCodes.ArtifactCorrupt, original.Id));
        exception.Message.Should().Contain("holds 2 rows of public.t instead of 3");
        Directory.GetFiles(world.Host.StorePath, "*.zip*").Should().BeEmpty();
    }

    [Fact]
    public async Task What_cannot_be_converted_is_refused_by_its_name()
    {
        await using var world = await RestoreWorld.CreateAsync("CREATE TABLE t (a int)");
        var id = await world.BackUpAsync();
        await RefusedAsync<ArgumentException>(new ConvertOptions(), "Format, Compression");
        await RefusedAsync<ArgumentException>(new ConvertOptions { Format = "csv", Jobs = 0 }, "1 to 64");
        await RefusedAsync<ArgumentException>(new ConvertOptions { Compression = (BackupCompression)9 }, "gzip, zstd or none");
        (await RefusedAsync<PgBackupException>(new ConvertOptions { Format = "xml" }, "'xml'")).Code.Should()
            .Be(PgBackupErrorCodes.FormatNotFound);
        var unknown = () => world.Backups.ConvertAsync("20200101-000000-00000000", new ConvertOptions { Format = "csv" });
        (await unknown.Should().ThrowAsync<PgBackupException>()).Which.Code.Should().Be(PgBackupErrorCodes.BackupNotFound);
        var noId = () => world.Backups.ConvertAsync("../x", new ConvertOptions { Format = "csv" });
        await noId.Should().ThrowAsync<ArgumentException>();
        (await world.Backups.ListBackupsAsync()).Should().ContainSingle();

        async Task<T> RefusedAsync<T>(ConvertOptions options, string named)
            where T : Exception
        {
            var convert = () => world.Backups.ConvertAsync(id, options);
            return (await convert.Should().ThrowAsync<T>().WithMessage($"*{named}*")).Which;
        }
    }

    [Fact]
    public async Task Cancelled_conversion_leaves_nothing()
    {
        await using var world = await RestoreWorld.CreateAsync(
            "CREATE TABLE t (t text); INSERT INTO t SELECT repeat(md5(i::text), 100) FROM generate_series(1, 20000) i");
        var id = await world.BackUpAsync();
        using var cancellation = new CancellationTokenSource();
        var progress = new Immediate<BackupProgress>(p =>
        {
            if (p.Rows > 0 || p.Bytes > 1_000_000)
                cancellation.Cancel();
        });

        var convert = () => world.Backups.ConvertAsync(id, new ConvertOptions { Format = "json" }, progress, cancellation.Token);

        await convert.Should().ThrowAsync<OperationCanceledException>();
        Directory.GetFiles(world.Host.StorePath).Select(Path.GetFileName).Should().OnlyContain(f => f!.StartsWith(id) || f == ".gitignore");
    }

    [Fact]
    public async Task Progress_tells_how_far_a_conversion_is()
    {
        await using var world = await RestoreWorld.CreateAsync();
        var original = await world.Backups.CreateBackupAsync();
        var reports = new List<BackupProgress>();

        await world.Backups.ConvertAsync(original.Id, new ConvertOptions { Format = "csv" }, new Immediate<BackupProgress>(reports.Add));

        reports[^1].Should()
            .Match<BackupProgress>(p => p.Phase == BackupPhase.Finishing && p.TablesDone == original.Tables && p.Rows == original.Rows);
    }
}
