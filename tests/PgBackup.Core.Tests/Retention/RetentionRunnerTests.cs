using FluentAssertions;
using Microsoft.Extensions.Logging;
using PgBackup.Archive;
using PgBackup.Soak.Faults;
using PgBackup.Stores;
using Xunit;

namespace PgBackup.Tests.Retention;

[Trait("Category", "Unit")]
public sealed class RetentionRunnerTests : IDisposable
{
    private static readonly RetentionPolicy KeepTwo = new() { KeepLast = 2 };

    private static readonly RetentionPolicy KeepTwoUnverified = new() { KeepLast = 2, RequireVerified = false };

    private readonly StoredHistory _history = new();

    public void Dispose() => _history.Dispose();

    [Fact]
    public async Task Deletes_what_the_plan_does_not_keep_the_oldest_first()
    {
        var backups = Add(4);

        var result = await _history.Backups().ApplyRetentionAsync(KeepTwo);

        result.Deleted.Should().Equal(backups[3].Id, backups[2].Id);
        result.Problems.Should().BeEmpty();
        result.DryRun.Should().BeFalse();
        result.Plan.Database.Should().Be("shop");
        Remaining().Should().Equal(FilesOf(backups[1], backups[0]));
        _history.Logged.Entries.Should().Contain(e => e.Text.StartsWith("Retention deleted 2 of 4 backups of database shop"));
    }

    [Fact]
    public async Task Dry_run_and_plan_change_nothing()
    {
        var backups = Add(4);
        var before = Remaining();

        var result = await _history.Backups().ApplyRetentionAsync(KeepTwo, new RetentionOptions { DryRun = true });
        var plan = await _history.Backups().PlanRetentionAsync(KeepTwo);

        result.DryRun.Should().BeTrue();
        result.Deleted.Should().BeEmpty();
        result.Plan.Decisions.Where(d => !d.Keep).Select(d => d.Backup.Id).Should().Equal(backups[2].Id, backups[3].Id);
        plan.Decisions.Select(d => (d.Backup.Id, d.Keep)).Should().Equal(result.Plan.Decisions.Select(d => (d.Backup.Id, d.Keep)));
        Remaining().Should().Equal(before);
    }

    [Fact]
    public async Task What_the_library_did_not_write_stays()
    {
        var backups = Add(4);
        string[] foreign = [$"{backups[3].Id}.notes.txt", "20010101-000000-00000000.sql.gz.bak", "shop.sql.gz", $"x{backups[3].Id}.sql.gz"];
        foreach (var name in foreign)
            _history.Write(name, [1]);

        await _history.Backups().ApplyRetentionAsync(KeepTwo);
        await _history.Backups().DeleteBackupAsync(backups[1].Id);

        Remaining().Should().BeEquivalentTo([.. foreign, .. FilesOf(backups[0])]);
    }

    [Fact]
    public async Task Made_up_manifest_cannot_have_another_backups_artifact_deleted()
    {
        var victim = Add(1)[0];
        var hostile = _history.Add(5, b => b with { Artifact = victim.Artifact, Size = victim.Size });

        await _history.Backups().DeleteBackupAsync(hostile.Id);

        Remaining().Should().Equal(FilesOf(victim));
    }

    [Fact]
    public async Task Other_databases_are_neither_counted_nor_deleted()
    {
        var backups = Add(3);
        var others = Enumerable.Range(0, 4).Select(i => _history.Add(10 + i, b => b with { Database = "crm" })).ToList();

        var unnamed = await _history.Backups().Invoking(b => b.ApplyRetentionAsync(KeepTwo)).Should().ThrowAsync<ArgumentException>();
        var result = await _history.Backups().ApplyRetentionAsync(KeepTwo, new RetentionOptions { Database = "shop" });

        unnamed.Which.Message.Should().StartWith("The store has backups of several databases (crm, shop): set Database");
        result.Deleted.Should().Equal(backups[2].Id);
        Remaining().Should().Equal(FilesOf([.. others, backups[1], backups[0]]));
    }

    [Fact]
    public async Task Policy_of_a_schedule_or_label_leaves_all_others_alone()
    {
        var hand = Add(3);
        var nightly = Enumerable.Range(0, 3).Select(i => _history.Add(10 + i, b => b with { ScheduleId = "nightly" })).ToList();
        var labelled = Enumerable.Range(0, 3).Select(i => _history.Add(20 + i, b => b with { Label = "before release" })).ToList();

        var bySchedule = await _history.Backups().ApplyRetentionAsync(KeepTwo, new RetentionOptions { ScheduleId = "nightly" });
        var byLabel = await _history.Backups().ApplyRetentionAsync(KeepTwo, new RetentionOptions { Label = "before release" });

        bySchedule.Plan.Decisions.Should().HaveCount(3);
        bySchedule.Deleted.Should().Equal(nightly[2].Id);
        byLabel.Deleted.Should().Equal(labelled[2].Id);
        Remaining().Should().BeEquivalentTo(FilesOf([.. hand, .. nightly[..2], .. labelled[..2]]));
    }

    [Fact]
    public async Task Backups_of_a_self_test_are_not_counted()
    {
        var backups = Add(2);
        _history.Add(
            0,
            b => b with
            {
                Id = "20261123-115900-00000001",
                Artifact = "20261123-115900-00000001.sql.gz",
                Label = "self-test 0123456789ab",
            });

        var plan = await _history.Backups().PlanRetentionAsync(new RetentionPolicy { KeepLast = 1 });

        plan.Decisions.Select(d => (d.Backup.Id, d.Keep)).Should().Equal((backups[0].Id, true), (backups[1].Id, false));
    }

    [Fact]
    public async Task Damaged_manifest_is_told_of_and_left_alone()
    {
        var backups = Add(3);
        _history.Write(backups[2].Id + ManifestJson.FileSuffix, "{}"u8.ToArray());

        var result = await _history.Backups().ApplyRetentionAsync(new RetentionPolicy { KeepLast = 1 });

        result.Deleted.Should().Equal(backups[1].Id);
        result.Plan.Warnings.Should().ContainSingle().Which.Should().Contain(backups[2].Id).And.EndWith("It is left alone.");
        Remaining().Should().Equal(FilesOf(backups[2], backups[0]));
    }

    [Fact]
    public async Task Empty_store_has_an_empty_plan()
    {
        var result = await _history.Backups(new LocalFileStore(Path.Combine(_history.Path, "none"))).ApplyRetentionAsync(KeepTwo);

        result.Plan.Decisions.Should().BeEmpty();
        result.Plan.Database.Should().BeNull();
    }

    [Fact]
    public async Task Backup_that_is_being_downloaded_stays_until_the_stream_is_closed()
    {
        var backups = Add(3);
        await using (await _history.Backups().OpenBackupAsync(backups[2].Id))
        {
            var result = await _history.Backups().ApplyRetentionAsync(new RetentionPolicy { KeepLast = 1 });

            result.Deleted.Should().Equal(backups[1].Id);
            result.Plan.Decisions[2].Reasons.Should().Equal("being read");
        }

        (await _history.Backups().ApplyRetentionAsync(new RetentionPolicy { KeepLast = 1 })).Deleted.Should().Equal(backups[2].Id);
    }

    [Fact]
    public async Task Pinned_backup_stays_until_it_is_unpinned()
    {
        var backups = Add(3);
        var library = _history.Backups();

        (await library.PinBackupAsync(backups[2].Id)).Should().BeTrue();
        (await library.PinBackupAsync(backups[2].Id)).Should().BeFalse();
        (await library.FindBackupAsync(backups[2].Id))!.Pinned.Should().BeTrue();
        (await library.ReadManifestAsync(backups[2].Id)).Backup.Pinned.Should().BeTrue();
        (await library.ListBackupsAsync()).Select(b => b.Pinned).Should().Equal(false, false, true);
        (await library.ApplyRetentionAsync(KeepTwo)).Deleted.Should().BeEmpty();
        (await library.UnpinBackupAsync(backups[2].Id)).Should().BeTrue();
        (await library.UnpinBackupAsync(backups[2].Id)).Should().BeFalse();
        (await library.ApplyRetentionAsync(KeepTwo)).Deleted.Should().Equal(backups[2].Id);
        Remaining().Should().Equal(FilesOf(backups[1], backups[0]));
    }

    [Fact]
    public async Task Deletion_takes_the_marks_along()
    {
        var backups = Add(2);
        var library = _history.Backups();
        await library.PinBackupAsync(backups[1].Id);
        (await library.VerifyBackupAsync(backups[1].Id)).IsGood.Should().BeFalse();
        Remaining().Count(n => n.EndsWith(".mark.json", StringComparison.Ordinal)).Should().Be(2);

        await library.DeleteBackupAsync(backups[1].Id);

        Remaining().Should().Equal(FilesOf(backups[0]));
    }

    [Fact]
    public async Task Backup_that_another_host_pins_after_the_plan_stays()
    {
        var backups = Add(3);
        var store = new MeddledStore(_history.Store, () => _history.Backups().PinBackupAsync(backups[2].Id), atListing: 3);

        var result = await _history.Backups(store).ApplyRetentionAsync(new RetentionPolicy { KeepLast = 1 });

        result.Problems.Should().Equal($"Backup '{backups[2].Id}' stays: It was pinned meanwhile.");
        result.Deleted.Should().Equal(backups[1].Id);
    }

    [Fact]
    public async Task Backups_that_are_held_do_not_keep_others()
    {
        var backups = Add(6);
        var store = new MeddledStore(
            _history.Store,
            async () =>
            {
                foreach (var backup in backups[3..])
                    await _history.Backups().PinBackupAsync(backup.Id);
            },
            atListing: 3);

        var result = await _history.Backups(store).ApplyRetentionAsync(new RetentionPolicy { KeepLast = 1 });

        result.Problems.Should().HaveCount(3).And.OnlyContain(p => p.EndsWith("It was pinned meanwhile."));
        result.Deleted.Should().Equal(backups[2].Id, backups[1].Id);
    }

    [Fact]
    public async Task Nothing_is_deleted_once_the_newer_backup_is_gone()
    {
        var backups = Add(3);
        var store = new MeddledStore(_history.Store, () => _history.Backups().DeleteBackupAsync(backups[0].Id), atListing: 3);

        var result = await _history.Backups(store).ApplyRetentionAsync(new RetentionPolicy { KeepLast = 1 });

        result.Deleted.Should().BeEmpty();
        result.Problems.Should().HaveCount(2).And.OnlyContain(p => p.Contains($"The newer backup '{backups[0].Id}' is gone"));
        Remaining().Should().Equal(FilesOf(backups[2], backups[1]));
    }

    [Fact]
    public async Task Nothing_is_deleted_once_the_newer_backup_was_found_damaged()
    {
        var backups = Add(3);
        var store = new MeddledStore(_history.Store, () => _history.Backups().VerifyBackupAsync(backups[0].Id), atListing: 3);

        var result = await _history.Backups(store).ApplyRetentionAsync(new RetentionPolicy { KeepLast = 1 });

        result.Deleted.Should().BeEmpty();
        result.Problems.Should().HaveCount(2).And.OnlyContain(p => p.Contains($"The newer backup '{backups[0].Id}' was found damaged"));
    }

    [Fact]
    public async Task Store_that_fails_or_dies_at_any_call_loses_nothing_that_is_kept_and_the_next_run_ends_alike()
    {
        var trial = new FaultStore(_history.Store);
        await RunAsync(trial);
        var expected = Remaining();
        var calls = (int)trial.Calls;
        calls.Should().BeGreaterThan(25);
        for (var call = 1; call <= calls; call++)
        {
            foreach (var isDead in new[] { false, true })
            {
                foreach (var file in Directory.EnumerateFiles(_history.Path))
                    File.Delete(file);
                var store = new FaultStore(_history.Store) { FailsAtCall = call };
                var (kept, exception) = await RunAsync(isDead ? new DyingStore(_history.Store, call) : store);

                var because = $"call {call} of {calls}";
                (exception is null or PgBackupException { Code: PgBackupErrorCodes.StoreFailed }).Should().BeTrue(
                    $"{because}: {exception}");
                Remaining().Should().Contain(FilesOf(kept), because);
                (await _history.Backups().ListBackupsAsync()).Should().OnlyContain(
                    b => File.Exists(Path.Combine(_history.Path, b.Artifact)), "what is listed has its data");

                await _history.Backups().ApplyRetentionAsync(KeepTwoUnverified);
                Remaining().Should().Equal(expected, because);
            }
        }
    }

    [Fact]
    public async Task Store_that_cannot_be_listed_deletes_nothing()
    {
        Add(4);
        var before = Remaining();

        (await _history.Backups(new DyingStore(_history.Store, 1))
            .Invoking(b => b.ApplyRetentionAsync(KeepTwo)).Should().ThrowAsync<PgBackupException>())
            .Which.Code.Should().Be(PgBackupErrorCodes.StoreFailed);
        Remaining().Should().Equal(before);
    }

    [Fact]
    public async Task Cancellation_stops_before_the_next_backup()
    {
        Add(4);
        using var stop = new CancellationTokenSource();
        await stop.CancelAsync();

        await _history.Backups().Invoking(b => b.ApplyRetentionAsync(KeepTwo, null, stop.Token))
            .Should().ThrowAsync<OperationCanceledException>();

        Remaining().Should().HaveCount(8);
    }

    [Fact]
    public async Task Store_that_cannot_be_written_fails_no_verification()
    {
        var backup = Add(1)[0];
        var store = new DyingStore(_history.Store, int.MaxValue) { RefusesWrites = true };

        var report = await _history.Backups(store).VerifyBackupAsync(backup.Id);

        report.Should().NotBeNull();
        _history.Logged.Entries.Should().ContainSingle(e => e.Level == LogLevel.Warning).Which.Text.Should().Contain(
            "could not be kept beside it");
        (await _history.Backups().FindBackupAsync(backup.Id))!.State.Should().Be(BackupState.Complete);
    }

    // Four backups, of which the one that goes second is marked.
    private async Task<(BackupInfo[] Kept, Exception? Exception)> RunAsync(IBackupStore store)
    {
        var backups = Add(4);
        _history.Write($"{backups[2].Id}.suspect-checksums.20261122-000000000-00000000.mark.json", [1]);
        var exception = await Record.ExceptionAsync(() => _history.Backups(store).ApplyRetentionAsync(KeepTwoUnverified));
        return (backups[..2], exception);
    }

    private List<string> Remaining() => [.. _history.Files];

    private static IEnumerable<string> FilesOf(params BackupInfo[] backups) =>
        backups.SelectMany(b => new[] { b.Id + ManifestJson.FileSuffix, b.Artifact }).Order(StringComparer.Ordinal);

    private BackupInfo[] Add(int count) => [.. Enumerable.Range(0, count).Select(i => _history.Add(i))];
}
