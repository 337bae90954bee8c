using FluentAssertions;
using PgBackup.Tests.Restore;
using Xunit;
using Xunit.Abstractions;

namespace PgBackup.Tests.Faults;

/// <summary>Cancellation at random reports of progress, of which there are very many: the clock says that each is due.</summary>
public sealed class CancellationTests(FaultServer fixture, ITestOutputHelper output) : FaultTest(fixture)
{
    [Fact]
    public async Task Cancelled_backup_is_not_listed_at_whatever_stage()
    {
        var reports = 0;
        await Over(Source, new HurriedClock()).CreateBackupAsync(
            null, new Immediate<BackupProgress>(_ => Interlocked.Increment(ref reports)), default);
        reports.Should().BeGreaterThan(20);
        foreach (var at in Stages(reports, 6))
        {
            using var stop = new CancellationTokenSource();
            var reported = 0;
            var cancel = new Immediate<BackupProgress>(_ =>
            {
                if (Interlocked.Increment(ref reported) == at)
                    stop.Cancel();
            });
            var act = () => Over(Source, new HurriedClock()).CreateBackupAsync(null, cancel, stop.Token);

            // How many reports there are differs a little from run to run.
            if (await Record.ExceptionAsync(act) is { } exception)
                exception.Should().BeAssignableTo<OperationCanceledException>($"report {at} of {reports}");
            else
                reported.Should().BeLessThan(at);
            await NothingIsLeftAsync($"report {at} of {reports}");
        }
    }

    [Theory]
    [InlineData("empty")]
    [InlineData("drop")]
    [InlineData("replace rows")]
    [InlineData("create database")]
    [InlineData("replace database")]
    public async Task Cancelled_restore_leaves_the_database_as_it_was_at_whatever_stage(string mode)
    {
        var id = (await Backups.CreateBackupAsync()).Id;
        var target = await DatabaseAsync(isEmpty: mode == "empty");
        if (mode != "empty")
            await FaultServer.ExecuteAsync(target, "DELETE FROM bank.transfer WHERE id % 2 = 0");
        var before = await CopyAsync(target);
        var trial = await CopyAsync(target);
        DropLater("made_at_last");
        DropLater("made_in_vain");
        var reports = 0;
        await Over(trial, new HurriedClock()).RestoreBackupAsync(
            id, Options(mode, "made_at_last"), new Immediate<RestoreProgress>(_ => Interlocked.Increment(ref reports)), default);
        foreach (var at in Stages(reports, 3))
        {
            using var stop = new CancellationTokenSource();
            var reported = 0;
            var cancel = new Immediate<RestoreProgress>(_ =>
            {
                if (Interlocked.Increment(ref reported) == at)
                    stop.Cancel();
            });
            var act = () => Over(target, new HurriedClock()).RestoreBackupAsync(id, Options(mode, "made_in_vain"), cancel, stop.Token);

            if (await Record.ExceptionAsync(act) is not { } exception)
            {
                // After the commit there is nothing to cancel.
                (reported <= at || at >= reports - 2).Should().BeTrue($"report {at} of {reports}");
                break;
            }

            exception.Should().BeAssignableTo<OperationCanceledException>($"report {at} of {reports}");
            await NothingIsLeftAsync($"report {at} of {reports}", null, target);
            (await FaultServer.ScalarAsync<long>(Source, "SELECT count(*) FROM pg_database WHERE datname = 'made_in_vain'")).Should().Be(0);
            await AlikeAsync(before, target, $"report {at} of {reports}");
        }
    }

    private static RestoreOptions Options(string mode, string made) => mode switch
    {
        "drop" => new RestoreOptions { DropExisting = true },
        "replace rows" => new RestoreOptions { ExistingRows = ExistingRowsAction.Replace },
        "create database" => new RestoreOptions { CreateDatabase = made },
        "replace database" => new RestoreOptions { ReplaceDatabase = true },
        _ => new RestoreOptions(),
    };

    private List<int> Stages(int reports, int count) =>
        [.. FaultSeeds.Take(count, output).Select(seed => new Random(seed).Next(1, reports + 1)).Append(1).Order()];
}
