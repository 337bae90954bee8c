using System.Diagnostics;
using FluentAssertions;
using PgBackup.Archive;
using PgBackup.Soak.Faults;
using PgBackup.Tests.Faults;
using Xunit;
using Xunit.Abstractions;

namespace PgBackup.Tests.Retention;

/// <summary>The console host's <c>prune</c>, killed (<c>kill -9</c>) at random moments.</summary>
public sealed class RetentionProcessTests(ITestOutputHelper output) : IDisposable
{
    private const int Backups = 150;

    private readonly StoredHistory _history = new();

    public void Dispose() => _history.Dispose();

    [Fact]
    public async Task Killed_run_leaves_what_is_kept_and_the_next_one_ends_it()
    {
        string[] command = ["prune", "--store", _history.Path, "--keep-last", "3"];
        var kept = Fill();
        var started = Stopwatch.GetTimestamp();
        await RunAsync(command);
        var duration = Stopwatch.GetElapsedTime(started);
        var midway = 0;
        foreach (var seed in FaultSeeds.Take(3, output))
        {
            Fill();
            using (var program = ConsoleProcess.Start(command))
                await program.KillAfterAsync(duration * (0.4 + (0.6 * new Random(seed).NextDouble())));

            var listed = await _history.Backups().ListBackupsAsync();
            midway += listed.Count is > 3 and < Backups ? 1 : 0;
            listed.Take(3).Select(b => b.Id).Should().Equal(kept.Select(b => b.Id), $"seed {seed}");
            listed.Should().OnlyContain(
                b => File.Exists(Path.Combine(_history.Path, b.Artifact)), $"seed {seed}: what is listed has its data");

            await RunAsync(command);
            _history.Files.Should().Equal(
                kept.SelectMany(b => new[] { b.Id + ManifestJson.FileSuffix, b.Artifact }).Order(StringComparer.Ordinal), $"seed {seed}");
        }

        output.WriteLine($"{midway} were killed while they deleted");
    }

    private static async Task RunAsync(string[] command)
    {
        using var program = ConsoleProcess.Start(command);
        var outcome = await program.WaitAsync();
        outcome.ExitCode.Should().Be(0, outcome.Errors);
    }

    private List<BackupInfo> Fill()
    {
        foreach (var file in Directory.EnumerateFiles(_history.Path))
            File.Delete(file);
        var backups = Enumerable.Range(0, Backups).Select(i => _history.Add(i)).ToList();
        // The process has the clock of the machine.
        foreach (var file in Directory.EnumerateFiles(_history.Path))
            File.SetLastWriteTimeUtc(file, DateTime.UtcNow.AddHours(-2));
        return backups[..3];
    }
}
