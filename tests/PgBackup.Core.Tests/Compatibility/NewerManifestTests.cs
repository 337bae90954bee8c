using System.Globalization;
using FluentAssertions;
using Microsoft.Extensions.Options;
using PgBackup.Archive;
using PgBackup.Stores;
using PgBackup.Tests.Archive;
using PgBackup.Tests.History;
using PgBackup.Tests.Restore;
using PgBackup.Tests.RoundTrip;
using Xunit;

namespace PgBackup.Tests.Compatibility;

/// <summary>Manifests of libraries that are yet to come.</summary>
public sealed class NewerManifestTests
{
    [Fact]
    public async Task Backup_of_a_newer_version_is_refused_by_all_that_would_read_it_and_left_as_it_is()
    {
        await using var world = await RestoreWorld.CreateAsync("CREATE TABLE t (a int); INSERT INTO t VALUES (1)");
        var (good, newer) = (await world.BackUpAsync(), await world.BackUpAsync());
        MakeNewer(world.Host, newer);
        var before = FilesOf(world.Host);

        await RefusedAsync(newer, () => world.Backups.RestoreBackupAsync(newer, new RestoreOptions { DropExisting = true }));
        await RefusedAsync(newer, () => world.Backups.PlanRestoreAsync(newer));
        await RefusedAsync(newer, () => world.Backups.ConvertAsync(newer, new ConvertOptions { Format = "csv" }));
        foreach (var level in Enum.GetValues<VerificationLevel>())
            await RefusedAsync(newer, () => world.Backups.VerifyBackupAsync(newer, level));
        await RefusedAsync(newer, () => world.Backups.FindBackupAsync(newer));
        await RefusedAsync(newer, () => world.Backups.ReadManifestAsync(newer));
        await RefusedAsync(newer, () => world.Backups.OpenBackupAsync(newer));
        await RefusedAsync(newer, () => world.Backups.DeleteBackupAsync(newer));

        FilesOf(world.Host).Should().Equal(before, "no file is deleted, and no mark says that the backup is bad");
        (await world.Backups.VerifyBackupAsync(good, VerificationLevel.Structure)).IsGood.Should().BeTrue();
    }

    [Fact]
    public async Task Newer_backup_is_left_out_of_lists_with_one_warning_and_hides_no_other()
    {
        await using var world = await RestoreWorld.CreateAsync("CREATE TABLE t (a int)");
        var (first, newer, last) = (await world.BackUpAsync(), await world.BackUpAsync(), await world.BackUpAsync());
        MakeNewer(world.Host, newer);
        var log = new LogCollector();
        var backups = new DatabaseBackup(
            Options.Create(new PgBackupOptions()), TestFormats.All, new LocalFileStore(world.Host.StorePath), TimeProvider.System, log);

        for (var i = 0; i < 2; i++)
            (await backups.ListBackupsAsync(null, default)).Select(b => b.Id).Should().BeEquivalentTo(first, last);

        log.Entries.Should().ContainSingle().Which.Text.Should().Contain(newer).And.Contain("version 2").And.Contain("Update PgBackup");
        (await backups.PinBackupAsync(newer, default)).Should().BeTrue("what stands beside the manifest is known");
    }

    [Fact]
    public async Task Retention_neither_deletes_nor_counts_what_it_cannot_read()
    {
        await using var world = await RestoreWorld.CreateAsync("CREATE TABLE t (a int)");
        var ids = new List<string>();
        for (var i = 0; i < 4; i++)
            ids.Add(await world.BackUpAsync());
        var (oldest, corrupt, newest) = (ids[0], ids[1], ids[3]);
        MakeNewer(world.Host, oldest);
        MakeNewer(world.Host, newest);
        await File.AppendAllTextAsync(ManifestOf(world.Host, corrupt), "x");
        var policy = new RetentionPolicy { KeepLast = 1 };

        var result = await world.Backups.ApplyRetentionAsync(policy, new RetentionOptions { Database = world.Source.Name });

        result.Deleted.Should().BeEmpty("the only backup that can be read is the last");
        result.Plan.Warnings.Should().HaveCount(3).And.OnlyContain(w => w.EndsWith("It is left alone."));
        result.Plan.Warnings.Should().Contain(w => w.Contains(oldest))
            .And.Contain(w => w.Contains(corrupt)).And.Contain(w => w.Contains(newest));
        var another = await world.BackUpAsync();
        (await world.Backups.ApplyRetentionAsync(policy, new RetentionOptions { Database = world.Source.Name }))
            .Deleted.Should().Equal(ids[2]);
        FilesOf(world.Host).Select(f => f.Name[..24]).Distinct().Should().BeEquivalentTo(
            [another[..24], .. ids.Where(i => i != ids[2]).Select(i => i[..24])]);
    }

    [Fact]
    public async Task Unknown_fields_of_the_same_version_are_ignored_and_marks_of_unknown_facts_too()
    {
        await using var world = await RestoreWorld.CreateAsync();
        var id = await world.BackUpAsync();
        var expected = await world.Backups.ReadManifestAsync(id);
        ManifestBytes.Change(ManifestOf(world.Host, id), text => text
            .Replace("{\"version\":1", "{\"later\":{\"a\":[1]},\"version\":1", StringComparison.Ordinal)
            .Replace("\"backup\":{", "\"backup\":{\"later\":null,", StringComparison.Ordinal)
            .Replace("{\"offset\":", "{\"later\":\"x\",\"offset\":", StringComparison.Ordinal)
            .Replace("{\"role\":", "{\"later\":[],\"role\":", StringComparison.Ordinal)
            .Replace("\"table\":{", "\"table\":{\"later\":{},", StringComparison.Ordinal)
            .Replace("{\"id\":", "{\"later\":true,\"id\":", StringComparison.Ordinal)
            .Replace("{\"encoding\":", "{\"later\":1,\"encoding\":", StringComparison.Ordinal));
        (await File.ReadAllTextAsync(ManifestOf(world.Host, id))).Split("\"later\"")
            .Should().HaveCountGreaterThan(expected.Entries.Count * 2);
        await File.WriteAllTextAsync(Path.Combine(world.Host.StorePath, id + ".blessed.20261122-021500042-5d0e9f13.mark.json"), "{}");

        (await world.Backups.ReadManifestAsync(id)).Should().BeEquivalentTo(expected);
        (await world.Backups.VerifyBackupAsync(id, VerificationLevel.TestRestore)).Problems.Should().BeEmpty();
        (await world.Backups.ConvertAsync(id, new ConvertOptions { Format = "json" })).Rows.Should().Be(expected.Backup.Rows);
        (await world.Backups.DeleteBackupAsync(id)).Should().BeTrue();
        FilesOf(world.Host).Should().NotContain(f => f.Name.StartsWith(id));
    }

    [Theory]
    [InlineData("\"version\":1", "\"version\":0")]
    [InlineData("\"version\":1", "\"version\":\"2\"")]
    [InlineData("\"section\":\"PreData\"", "\"section\":\"Later\"")]
    public async Task Version_that_is_none_and_words_that_no_version_has_make_the_manifest_corrupt(string known, string unknown)
    {
        await using var world = await RestoreWorld.CreateAsync("CREATE TABLE t (a int)");
        var id = await world.BackUpAsync();
        ManifestBytes.Change(ManifestOf(world.Host, id), text => text.Replace(known, unknown, StringComparison.Ordinal));

        var read = () => world.Backups.ReadManifestAsync(id);

        (await read.Should().ThrowAsync<PgBackupException>()).Which.Code.Should().Be(PgBackupErrorCodes.ManifestCorrupt);
    }

    private static async Task RefusedAsync(string id, Func<Task> action)
    {
        var exception = (await action.Should().ThrowAsync<PgBackupException>()).Which;
        exception.Code.Should().Be(PgBackupErrorCodes.ManifestNotSupported);
        exception.BackupId.Should().Be(id);
        exception.IsTransient.Should().BeFalse();
        exception.Message.Should().Contain(id).And.Contain("version 2").And.Contain("PgBackup 9.8.7").And.Contain("Update PgBackup");
    }

    // What a later version may look like: nothing but its version, its library's version and its checksum is as it was.
    private static void MakeNewer(BackupHost host, string id) => ManifestBytes.Change(ManifestOf(host, id), _ => string.Create(
        CultureInfo.InvariantCulture,
        $"{{\"version\":{BackupManifest.CurrentVersion + 1},\"libraryVersion\":\"9.8.7\",\"backup\":[\"{id}\"]"));

    private static string ManifestOf(BackupHost host, string id) => Path.Combine(host.StorePath, id + ManifestJson.FileSuffix);

    private static List<(string Name, DateTime At)> FilesOf(BackupHost host) =>
        [.. new DirectoryInfo(host.StorePath).GetFiles("2*").Select(f => (f.Name, f.LastWriteTimeUtc)).Order()];
}
