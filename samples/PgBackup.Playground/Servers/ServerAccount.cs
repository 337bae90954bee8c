using System.Diagnostics;

namespace PgBackup.Playground.Servers;

/// <summary>Runs programs as the account of the servers: PostgreSQL refuses to run as root, so for root that is <c>nobody</c>.</summary>
internal static class ServerAccount
{
    /// <summary>Gets a value indicating whether programs run as another account than ours.</summary>
    public static bool IsAnother { get; } = !OperatingSystem.IsWindows() && Environment.IsPrivilegedProcess;

    public static ProcessStartInfo Command(string program, IEnumerable<string> arguments)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            WorkingDirectory = Path.GetPathRoot(Environment.SystemDirectory) is { Length: > 0 } drive ? drive : "/",
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        if (IsAnother)
            start.UserName = "nobody";

        // The server reads some of libpq's variables too (PGDATESTYLE, PGDATA, …): the user's must not change it.
        foreach (var name in start.Environment.Keys.Where(name => name.StartsWith("PG", StringComparison.Ordinal)).ToList())
            start.Environment.Remove(name);
        start.Environment["LC_ALL"] = "C";
        return start;
    }

    /// <summary>Runs a program to its end.</summary>
    /// <exception cref="ServerStartException">It failed; the exception holds its output.</exception>
    public static async Task RunAsync(string program, IEnumerable<string> arguments, CancellationToken cancellationToken)
    {
        var (exitCode, output) = await RunToEndAsync(Command(program, arguments), cancellationToken);
        if (exitCode != 0)
            throw new ServerStartException($"{program} ended with exit code {exitCode}.", output.Split('\n'));
    }

    /// <summary>Runs a program to its end and returns its output, or null when it cannot run or fails.</summary>
    public static async Task<string?> TryRunAsync(string program, IEnumerable<string> arguments, CancellationToken cancellationToken)
    {
        try
        {
            var (exitCode, output) = await RunToEndAsync(Command(program, arguments), cancellationToken);
            return exitCode == 0 ? output.Trim() : null;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return null; // not executable for this account, or made for another processor
        }
    }

    public static async Task<(int ExitCode, string Output)> RunToEndAsync(ProcessStartInfo start, CancellationToken cancellationToken)
    {
        using var process = Process.Start(start)!;
        process.StandardInput.Close();
        try
        {
            var output = process.StandardOutput.ReadToEndAsync(cancellationToken);
            var errors = process.StandardError.ReadToEndAsync(cancellationToken);
            await process.WaitForExitAsync(cancellationToken);
            return (process.ExitCode, await output + await errors);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw;
        }
    }
}
