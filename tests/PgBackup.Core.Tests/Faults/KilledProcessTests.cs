using System.Diagnostics;
using FluentAssertions;
using PgBackup.Soak.Faults;
using Xunit;
using Xunit.Abstractions;

namespace PgBackup.Tests.Faults;

/// <summary>The console host, killed (<c>kill -9</c>) at random moments.</summary>
public sealed class KilledProcessTests(FaultServer fixture, ITestOutputHelper output) : FaultTest(fixture)
{
    // The server has to notice, and to undo what may not stay.
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);

    [Theory]
    [InlineData("sql")]
    [InlineData("json")]
    [InlineData("csv")]
    public async Task Killed_backup_is_not_listed_and_the_next_one_cleans_up(string format)
    {
        string[] command = ["backup", "--connection", Source, "--store", StorePath, "--format", format, "--jobs", "2", "--no-history"];
        var duration = await MeasureAsync(command);
        var killed = 0;
        foreach (var seed in FaultSeeds.Take(3, output))
        {
            using (var program = ConsoleProcess.Start(command))
                killed += await program.KillAfterAsync(Moment(seed, duration)) is null ? 1 : 0;

            (await LeftBehind.OnServerAsync([Source], Limit)).Should().BeEmpty($"seed {seed}");
            await ListedAreWholeAsync($"seed {seed}");
        }

        await AgeAsync();
        await Backups.CreateBackupAsync();
        await NothingIsLeftAsync("the next backup cleans up");
        killed.Should().BePositive("else nothing was tried");
    }

    [Theory]
    [InlineData("into an empty database", false)]
    [InlineData("into an empty database, over several connections", true)]
    [InlineData("into a full database", false, "--drop-existing")]
    [InlineData("into tables with rows", false, "--existing-rows", "replace")]
    public async Task Killed_restore_leaves_the_database_as_it_was_or_whole(string into, bool isLarge, params string[] options)
    {
        if (isLarge)
            await FaultServer.ExecuteAsync(
                Source,
                "CREATE TABLE large AS SELECT i, repeat(md5(i::text), 10) AS t FROM generate_series(1, 60000) i; "
                + "CREATE INDEX ON large (t)");
        var id = (await Backups.CreateBackupAsync()).Id;
        var target = await DatabaseAsync(isEmpty: options.Length == 0);
        if (options.Length > 0)
            await FaultServer.ExecuteAsync(
                target, "DELETE FROM bank.transfer WHERE id % 2 = 0; SELECT lo_unlink(oid) FROM pg_largeobject_metadata");
        var before = await CopyAsync(target);
        string[] command = ["restore", id, "--store", StorePath, "--no-history", .. options];
        var trial = await CopyAsync(target);
        var duration = await MeasureAsync([.. command, "--connection", trial]);
        var whole = 0;
        foreach (var seed in FaultSeeds.Take(3, output))
        {
            using (var program = ConsoleProcess.Start([.. command, "--connection", target]))
                await program.KillAfterAsync(Moment(seed, duration));

            (await LeftBehind.OnServerAsync([Source, target], Limit)).Should().BeEmpty($"restore {into}, seed {seed}");
            if (await AreAlikeAsync(before, target))
                continue;
            whole++;
            await AlikeAsync(trial, target, $"restore {into}, seed {seed}: it is not as it was, so it must be whole");
            target = await CopyAsync(before);
        }

        output.WriteLine($"{whole} were committed before they were killed");
        // The next one meets nothing that the killed ones left.
        await Over(target).RestoreBackupAsync(id, Options(options));
        await AlikeAsync(trial, target);
    }

    [Fact]
    public async Task Killed_creation_of_a_database_leaves_a_whole_one_or_none()
    {
        var id = (await Backups.CreateBackupAsync()).Id;
        string[] command = ["restore", id, "--connection", Source, "--store", StorePath, "--no-history", "--create-database"];
        DropLater("made_first");
        var duration = await MeasureAsync([.. command, "made_first"]);
        foreach (var seed in FaultSeeds.Take(3, output))
        {
            var name = $"made_{seed}";
            DropLater(name);
            using (var program = ConsoleProcess.Start([.. command, name]))
                await program.KillAfterAsync(Moment(seed, duration));

            (await LeftBehind.OnServerAsync([Source], Limit)).Should().BeEmpty($"seed {seed}");
            if (await FaultServer.ScalarAsync<long>(Source, $"SELECT count(*) FROM pg_database WHERE datname = '{name}'") > 0)
                await AlikeAsync(Source, Fixture.In(name), $"seed {seed}");
        }
    }

    [Fact]
    public async Task Killed_replacement_leaves_the_old_database_or_the_new_one_under_the_name()
    {
        var id = (await Backups.CreateBackupAsync()).Id;
        var target = await DatabaseAsync();
        await FaultServer.ExecuteAsync(target, "DELETE FROM bank.transfer WHERE id % 2 = 0");
        var before = await CopyAsync(target);
        string[] command = ["restore", id, "--store", StorePath, "--no-history", "--replace-database", "--disconnect-others"];
        var trial = await CopyAsync(target);
        var duration = await MeasureAsync([.. command, "--connection", trial]);
        foreach (var seed in FaultSeeds.Take(4, output))
        {
            // Mostly at the end, where the names are changed.
            var moment = seed % 2 == 0 ? Moment(seed, duration) : (duration * 0.85) + (Moment(seed, duration) * 0.15);
            using (var program = ConsoleProcess.Start([.. command, "--connection", target]))
                await program.KillAfterAsync(moment);

            var left = await LeftBehind.OnServerAsync([Source, target], Limit);
            (await FaultServer.ScalarAsync<bool>(target, "SELECT datallowconn FROM pg_database WHERE datname = current_database()"))
                .Should().BeTrue($"seed {seed}");
            if (!await AreAlikeAsync(before, target))
            {
                await AlikeAsync(Source, target, $"seed {seed}: it is not the old one, so it must be the new one");
                target = await CopyAsync(before);
            }

            left.Should().BeEmpty($"seed {seed}");
        }
    }

    private static RestoreOptions Options(string[] options) => new()
    {
        DropExisting = options.Contains("--drop-existing"),
        ExistingRows = options.Contains("replace") ? ExistingRowsAction.Replace : ExistingRowsAction.Error,
    };

    private static async Task<TimeSpan> MeasureAsync(string[] command)
    {
        var started = Stopwatch.GetTimestamp();
        using var program = ConsoleProcess.Start(command);
        var outcome = await program.WaitAsync();
        outcome.ExitCode.Should().Be(0, outcome.Errors);
        return Stopwatch.GetElapsedTime(started);
    }

    // Not while the program only starts.
    private static TimeSpan Moment(int seed, TimeSpan duration) => duration * (0.25 + (0.8 * new Random(seed).NextDouble()));

    // What a killed backup left may be what a running one is about to complete: it goes when it is old.
    private async Task AgeAsync()
    {
        var listed = (await Backups.ListBackupsAsync()).Select(b => b.Id).ToHashSet();
        foreach (var file in Directory.EnumerateFiles(StorePath).Where(f => !listed.Contains(Path.GetFileName(f).Split('.')[0])))
            File.SetLastWriteTimeUtc(file, DateTime.UtcNow.AddHours(-2));
    }
}
