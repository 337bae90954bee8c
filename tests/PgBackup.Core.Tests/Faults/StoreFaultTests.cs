using System.Diagnostics;
using FluentAssertions;
using PgBackup.Tests.RoundTrip;
using Xunit;
using Xunit.Abstractions;

namespace PgBackup.Tests.Faults;

/// <summary>Stores that fail, are slow, or return less or more than they were asked for.</summary>
public sealed class StoreFaultTests(FaultServer fixture, ITestOutputHelper output) : FaultTest(fixture)
{
    [Fact]
    public async Task Store_that_fails_at_any_call_leaves_no_backup_that_is_not_whole()
    {
        var options = new BackupOptions { Jobs = 2 };
        await Backups.CreateBackupAsync(options);
        var calls = (int)Store.Calls;
        calls.Should().BeGreaterThan(10);
        // The first and the last, where files appear, and some between. The very last only looks whether all is there.
        var tried = Enumerable.Range(1, 4).Concat(Enumerable.Range(calls - 4, 4))
            .Concat(FaultSeeds.Take(4, output).Select(seed => new Random(seed).Next(5, calls - 4)));
        foreach (var call in tried)
        {
            Store.Heal();
            Store.FailsAtCall = call;
            var exception = await FailsAsync(() => Backups.CreateBackupAsync(options), PgBackupErrorCodes.StoreFailed);

            exception.Message.Should().Contain(StorePath, $"call {call}").And.Contain("The storage does not answer");
            await NothingIsLeftAsync($"call {call} of {calls}");
        }

        Store.Heal();
        Store.FailsAtCall = calls;
        await Backups.CreateBackupAsync(options);
        (await Backups.ListBackupsAsync()).Should().HaveCount(2);
    }

    [Fact]
    public async Task Store_that_fails_at_any_call_leaves_the_database_of_a_restore_as_it_was()
    {
        var id = (await Backups.CreateBackupAsync()).Id;
        var target = await DatabaseAsync();
        await FaultServer.ExecuteAsync(target, "DELETE FROM bank.transfer WHERE id % 2 = 0");
        var before = await CopyAsync(target);
        var options = new RestoreOptions { DropExisting = true };
        Store.Heal();
        await Over(await CopyAsync(target)).RestoreBackupAsync(id, options);
        var calls = (int)Store.Calls;
        foreach (var call in FaultSeeds.Take(5, output).Select(seed => new Random(seed).Next(1, calls)).Append(1).Append(calls))
        {
            Store.Heal();
            Store.FailsAtCall = call;
            await FailsAsync(() => Over(target).RestoreBackupAsync(id, options), PgBackupErrorCodes.StoreFailed);
            await NothingIsLeftAsync($"call {call} of {calls}", null, target);
        }

        await AlikeAsync(before, target);
    }

    [Theory]
    [EachFormat]
    public async Task Short_reads_change_nothing(string format)
    {
        var backup = await Backups.CreateBackupAsync(
            new BackupOptions { Format = format, ExcludeData = { "bank.account_0", "bank.transfer" } });
        var (expected, target) = (await DatabaseAsync(isEmpty: true), await DatabaseAsync(isEmpty: true));
        await Over(expected).RestoreBackupAsync(backup.Id);
        Store.LongestRead = 1;

        (await Backups.VerifyBackupAsync(backup.Id, VerificationLevel.Structure)).Problems.Should().BeEmpty();
        await Over(target).RestoreBackupAsync(backup.Id);

        await AlikeAsync(expected, target);
    }

    [Theory]
    [EachFormat]
    public async Task Store_that_returns_more_than_the_range_harms_nothing(string format)
    {
        var backup = await Backups.CreateBackupAsync(new BackupOptions { Format = format, Compression = BackupCompression.None });
        var target = await DatabaseAsync(isEmpty: true);
        var before = await CopyAsync(target);
        Store.ReadsTooMuch = true;

        if (await Record.ExceptionAsync(() => Over(target).RestoreBackupAsync(backup.Id)) is not { } exception)
        {
            await AlikeAsync(Source, target);
            return;
        }

        exception.Should().BeOfType<PgBackupException>().Which.Code.Should().Be(PgBackupErrorCodes.ArtifactCorrupt);
        await AlikeAsync(before, target);
    }

    [Fact]
    public async Task Operations_on_a_store_that_hangs_can_be_cancelled()
    {
        var id = (await Backups.CreateBackupAsync()).Id;
        Store.Delay = TimeSpan.FromMinutes(10);
        foreach (var action in new Func<CancellationToken, Task>[]
        {
            token => Backups.CreateBackupAsync(null, null, token),
            token => Backups.RestoreBackupAsync(id, new RestoreOptions { DropExisting = true }, null, token),
            token => Backups.VerifyBackupAsync(id, default, token),
            token => Backups.ListBackupsAsync(null, token),
        })
        {
            using var stop = new CancellationTokenSource(TimeSpan.FromMilliseconds(200));
            var started = Stopwatch.GetTimestamp();
            await action(stop.Token).Invoking(t => t).Should().ThrowAsync<OperationCanceledException>();
            Stopwatch.GetElapsedTime(started).Should().BeLessThan(TimeSpan.FromSeconds(10));
        }

        await NothingIsLeftAsync("all were cancelled");
    }
}
