using FluentAssertions;
using PgBackup.Archive;
using PgBackup.Tests.Archive;
using PgBackup.Tests.RoundTrip;
using PgBackup.Tests.Servers;
using Xunit;

namespace PgBackup.Tests.Restore;

public sealed class DamagedBackupTests
{
    private const string Tiny = "CREATE TABLE t (id int PRIMARY KEY, t text); INSERT INTO t VALUES (1, 'one'), (2, 'two')";

    [Theory]
    [EachFormat(BackupCompression.Gzip)]
    [InlineData("sql", BackupCompression.Zstd)]
    [InlineData("sql", BackupCompression.None)]
    [InlineData("csv", BackupCompression.None)]
    public async Task Each_damaged_byte_of_the_artifact_is_found_before_anything_is_touched(string format, BackupCompression compression)
    {
        await using var world = await RestoreWorld.CreateAsync(Tiny);
        await using var target = await PostgresServers.CreateDatabaseAsync();
        var backup = await world.Backups.CreateBackupAsync(new BackupOptions { Format = format, Compression = compression });
        var path = Path.Combine(world.Host.StorePath, backup.Artifact);
        var bytes = await File.ReadAllBytesAsync(path);
        var manifest = await world.Backups.ReadManifestAsync(backup.Id);
        var used = manifest.Entries.SelectMany(e => e.Statements.Select(s => s.Segment).Concat(e.Table?.Segments ?? [])).ToHashSet();
        var backups = world.Over(target);

        for (var i = 0; i < bytes.Length; i++)
        {
            var damaged = bytes.ToArray();
            damaged[i] ^= (byte)(1 << (i % 8));
            await File.WriteAllBytesAsync(path, damaged);
            (await backups.VerifyBackupAsync(backup.Id)).Problems.Should().NotBeEmpty($"byte {i} is damaged");
            // The header and the footer are for psql: a restore does not read them.
            var segment = Enumerable.Range(0, manifest.Segments.Count).Last(s => manifest.Segments[s].Offset <= i);
            if (i % 16 != 0 || !used.Contains(segment))
                continue;
            var act = () => backups.RestoreBackupAsync(backup.Id);
            (await act.Should().ThrowAsync<PgBackupException>($"byte {i} is damaged")).Which.Code.Should()
                .Be(PgBackupErrorCodes.ArtifactCorrupt);
        }

        (await target.ColumnAsync<string>("SELECT relname::text FROM pg_class WHERE relnamespace = 'public'::regnamespace")).Should()
            .BeEmpty();
    }

    [Fact]
    public async Task Each_damaged_byte_of_the_manifest_is_found()
    {
        await using var world = await RestoreWorld.CreateAsync(Tiny);
        var backup = await world.Backups.CreateBackupAsync();
        var file = await File.ReadAllBytesAsync(Path.Combine(world.Host.StorePath, backup.Id + ManifestJson.FileSuffix));

        for (var i = 0; i < file.Length; i++)
        {
            var damaged = file.ToArray();
            damaged[i] ^= (byte)(1 << (i % 8));
            var act = () => ManifestBytes.Read(backup.Id, damaged);
            act.Should().Throw<PgBackupException>($"byte {i} is damaged").Which.Code.Should().Be(PgBackupErrorCodes.ManifestCorrupt);
            var cut = () => ManifestBytes.Read(backup.Id, file[..i]);
            cut.Should().Throw<PgBackupException>().Which.Code.Should().Be(PgBackupErrorCodes.ManifestCorrupt);
        }

        ManifestBytes.Read(backup.Id, file).Backup.Should().BeEquivalentTo(backup);
    }

    [Fact]
    public async Task Damaged_manifest_is_not_listed_and_hides_no_other()
    {
        await using var world = await RestoreWorld.CreateAsync(Tiny);
        var good = await world.BackUpAsync();
        var bad = await world.BackUpAsync();
        var path = Path.Combine(world.Host.StorePath, bad + ManifestJson.FileSuffix);
        await File.WriteAllTextAsync(
            path, (await File.ReadAllTextAsync(path)).Replace("\"rows\":2", "\"rows\":3", StringComparison.Ordinal));

        (await world.Backups.ListBackupsAsync()).Select(b => b.Id).Should().Equal(good);
        await world.FailAsync(bad, new RestoreOptions { DropExisting = true }, PgBackupErrorCodes.ManifestCorrupt);
        (await world.Backups.VerifyBackupAsync(bad)).IsGood.Should().BeFalse();
        (await world.Backups.DeleteBackupAsync(bad)).Should().BeTrue();
        Directory.GetFiles(world.Host.StorePath, bad + "*").Should().BeEmpty();
    }

    [Theory]
    [EachFormat("truncate", "empty", "swap", "missing")]
    public async Task Artifact_that_is_not_whole_never_touches_the_database(string format, string damage)
    {
        await using var world = await RestoreWorld.CreateAsync();
        var backup = await world.Backups.CreateBackupAsync(new BackupOptions { Format = format });
        var path = Path.Combine(world.Host.StorePath, backup.Artifact);
        var bytes = await File.ReadAllBytesAsync(path);
        var manifest = await world.Backups.ReadManifestAsync(backup.Id);
        switch (damage)
        {
            case "truncate":
                await File.WriteAllBytesAsync(path, bytes[..(int)(LastUsed().Offset + LastUsed().Length - 1)]);
                break;
            case "empty":
                await File.WriteAllBytesAsync(path, []);
                break;
            case "swap":
                var rows = manifest.Entries.Where(e => e.Table is not null)
                    .Select(e => manifest.Segments[e.Table!.Segments.DefaultIfEmpty(0).First()]).Take(2).ToList();
                var (first, second) = (rows[0], rows[1]);
                await File.WriteAllBytesAsync(path, [
                    .. bytes[..(int)first.Offset],
                    .. bytes.AsSpan((int)second.Offset, (int)second.Length),
                    .. bytes.AsSpan((int)(first.Offset + first.Length), (int)(second.Offset - first.Offset - first.Length)),
                    .. bytes.AsSpan((int)first.Offset, (int)first.Length),
                    .. bytes[(int)(second.Offset + second.Length)..],
                ]);
                break;
            default:
                File.Delete(path);
                break;
        }

        await world.FailAsync(backup.Id, new RestoreOptions { DropExisting = true }, PgBackupErrorCodes.ArtifactCorrupt);
        (await world.Backups.VerifyBackupAsync(backup.Id)).IsGood.Should().BeFalse();

        // Behind it may stand what only other programs read.
        BackupSegment LastUsed() => manifest.Segments[manifest.Entries
            .SelectMany(e => e.Statements.Select(s => s.Segment).Concat(e.Table?.Segments ?? [])).Max()];
    }

    [Fact]
    public async Task Artifact_that_changes_between_the_check_and_the_load_is_undone()
    {
        await using var world = await RestoreWorld.CreateAsync(
            "CREATE TABLE t (t text); INSERT INTO t SELECT md5(i::text) FROM generate_series(1, 20000) i");
        var backup = await world.Backups.CreateBackupAsync(new BackupOptions { Compression = BackupCompression.None });
        var manifest = await world.Backups.ReadManifestAsync(backup.Id);
        var segment = manifest.Segments[manifest.Entries.Single(e => e.Table is not null).Table!.Segments[0]];
        await world.Source.ExecuteAsync("DELETE FROM t WHERE t < '8'");

        await RestoreWorld.FailAsync(
            world.Source,
            () => world.Backups.RestoreBackupAsync(
                backup.Id, new RestoreOptions { DropExisting = true }, new Immediate<RestoreProgress>(Damage), default),
            PgBackupErrorCodes.ArtifactCorrupt);

        void Damage(RestoreProgress progress)
        {
            if (progress.Phase != RestorePhase.LoadingData)
                return;
            using var file = new FileStream(
                Path.Combine(world.Host.StorePath, backup.Artifact), FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite);
            file.Position = segment.Offset + segment.Length - 100;
            file.WriteByte((byte)'x');
        }
    }
}
