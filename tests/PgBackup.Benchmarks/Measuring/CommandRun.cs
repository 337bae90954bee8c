using System.Diagnostics;

namespace PgBackup.Benchmarks.Measuring;

/// <summary>Runs programs and measures what they cost.</summary>
internal static class CommandRun
{
    // The kernel keeps each process's peak: what is missed is what one gains right before its end.
    private static readonly TimeSpan SampleInterval = TimeSpan.FromMilliseconds(100);

    /// <summary>Runs programs at the same time.</summary>
    /// <returns>What they cost, and what the last one wrote to its standard output.</returns>
    /// <exception cref="CommandFailedException">One of them failed.</exception>
    public static async Task<(Measurement Measurement, string Output)> MeasureAsync(
        IReadOnlyList<ToolCommand> commands, ServerClock? server, CancellationToken cancellationToken)
    {
        var serverBefore = server?.Read();
        var clientBefore = ProcessTable.TimeOfEndedChildren(Environment.ProcessId);
        var started = Stopwatch.GetTimestamp();
        var runs = commands.Select(Start).ToList();
        try
        {
            using var ended = new CancellationTokenSource();
            var memory = SampleMemoryAsync([.. runs.Select(r => r.Process.Id)], ended.Token);
            foreach (var run in runs)
                await run.Process.WaitForExitAsync(cancellationToken);
            var wall = Stopwatch.GetElapsedTime(started);
            await ended.CancelAsync();
            foreach (var run in runs.Where(r => r.Process.ExitCode != 0))
                throw new CommandFailedException(
                    $"{run.Process.StartInfo.FileName} ended with exit code {run.Process.ExitCode}: {await run.Errors}");
            var client = ProcessTable.TimeOfEndedChildren(Environment.ProcessId) - clientBefore;
            return (new Measurement(wall, client, server?.Read() - serverBefore, await memory, OutputBytes: 0), await runs[^1].Output);
        }
        finally
        {
            foreach (var run in runs)
            {
                if (!run.Process.HasExited)
                    run.Process.Kill(entireProcessTree: true);
                run.Process.Dispose();
            }
        }
    }

    private static Run Start(ToolCommand command)
    {
        var start = new ProcessStartInfo(command.Path, command.Arguments) { RedirectStandardOutput = true, RedirectStandardError = true };
        // What the user has set for these programs must not change what is measured.
        foreach (var name in start.Environment.Keys.Where(n => n.StartsWith("PG", StringComparison.Ordinal) || n == "BACKUP_DIR").ToList())
            start.Environment.Remove(name);
        foreach (var (name, value) in command.Environment)
            start.Environment[name] = value;
        var process = Process.Start(start)!;
        return new Run(process, process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
    }

    private static async Task<long> SampleMemoryAsync(IReadOnlyList<int> roots, CancellationToken ended)
    {
        var peaks = new Dictionary<int, long>();
        try
        {
            while (true)
            {
                foreach (var id in ProcessTable.TreeOf(roots))
                    peaks[id] = Math.Max(peaks.GetValueOrDefault(id), ProcessTable.PeakMemory(id));
                await Task.Delay(SampleInterval, ended);
            }
        }
        catch (OperationCanceledException)
        {
            return peaks.Values.Sum();
        }
    }

    private sealed record Run(Process Process, Task<string> Output, Task<string> Errors);
}
