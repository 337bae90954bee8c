using System.Diagnostics;
using System.Reflection;

namespace PgBackup.Soak.Faults;

/// <summary>The console host as a process of its own, that can be killed.</summary>
public sealed class ConsoleProcess : IDisposable
{
    private static readonly TimeSpan TimeLimit = TimeSpan.FromMinutes(5);

    private readonly Process _process;
    private readonly Task<string> _output;
    private readonly Task<string> _errors;

    private ConsoleProcess(Process process)
    {
        _process = process;
        _output = process.StandardOutput.ReadToEndAsync();
        _errors = process.StandardError.ReadToEndAsync();
    }

    /// <summary>Gets the number of the process.</summary>
    public int Id => _process.Id;

    /// <summary>Gets the command that runs the program, for a shell that does something before.</summary>
    public static IReadOnlyList<string> Command { get; } =
    [
        "dotnet",
        typeof(ConsoleProcess).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(a => a.Key == "Program").Value!,
    ];

    /// <summary>Starts the program.</summary>
    public static ConsoleProcess Start(params string[] arguments) => Run([.. Command, .. arguments]);

    /// <summary>Starts any command.</summary>
    /// <param name="command">The program and its arguments.</param>
    /// <param name="environment">Variables to set; the program sees none of ours that concern it.</param>
    /// <param name="directory">Its current directory; ours when null.</param>
    public static ConsoleProcess Run(
        IReadOnlyList<string> command, IReadOnlyDictionary<string, string>? environment = null, string? directory = null)
    {
        var start = new ProcessStartInfo(command[0], command.Skip(1))
        {
            WorkingDirectory = directory,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment.Remove("PGBACKUP_CONNECTION");
        start.Environment.Remove("BACKUP_DIR");
        foreach (var (name, value) in environment ?? new Dictionary<string, string>())
            start.Environment[name] = value;
        return new ConsoleProcess(Process.Start(start)!);
    }

    /// <summary>Lets it run for a while, then kills it (<c>kill -9</c>).</summary>
    /// <returns>Its outcome when it ended by itself before, else null.</returns>
    public async Task<ConsoleOutcome?> KillAfterAsync(TimeSpan time)
    {
        using var stop = new CancellationTokenSource(time);
        try
        {
            await _process.WaitForExitAsync(stop.Token);
        }
        catch (OperationCanceledException)
        {
            _process.Kill();
            await _process.WaitForExitAsync();
            return null;
        }

        return await WaitAsync();
    }

    /// <summary>Asks it to end, as Ctrl-C does.</summary>
    public void Interrupt() => Signal("INT");

    /// <summary>Freezes it, as a machine that is short of memory or suspended does, and lets it go on.</summary>
    public async Task FreezeAsync(TimeSpan time)
    {
        Signal("STOP");
        await Task.Delay(time);
        Signal("CONT");
    }

    /// <summary>Waits for its end.</summary>
    public async Task<ConsoleOutcome> WaitAsync()
    {
        using var limit = new CancellationTokenSource(TimeLimit);
        await _process.WaitForExitAsync(limit.Token);
        return new ConsoleOutcome(_process.ExitCode, await _output, await _errors);
    }

    private void Signal(string name)
    {
        using var kill = Process.Start("kill", [$"-{name}", $"{_process.Id}"]);
        kill.WaitForExit();
    }

    public void Dispose()
    {
        if (!_process.HasExited)
            _process.Kill(entireProcessTree: true);
        _process.Dispose();
    }
}
