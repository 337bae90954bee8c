using System.Diagnostics;
using PgBackup.Playground.Servers.Installations;
using PgBackup.Tests.Servers;

namespace PgBackup.Tests.Artifacts;

/// <summary>The programs by which those who receive an artifact look into it.</summary>
internal static class FileProgram
{
    /// <summary>Runs one; its Debian package bears the name that is given, or its own.</summary>
    /// <returns>What it wrote to its standard output.</returns>
    /// <exception cref="ClientProgramException">It failed or is not installed.</exception>
    public static async Task<string> RunAsync(string name, IEnumerable<string> arguments, string? package = null)
    {
        using var output = new MemoryStream();
        await RunAsync(name, arguments, output, package);
        output.Position = 0;
        using var reader = new StreamReader(output);
        return await reader.ReadToEndAsync();
    }

    /// <summary>Runs one, and passes on what it writes to its standard output.</summary>
    public static async Task RunAsync(string name, IEnumerable<string> arguments, Stream output, string? package = null)
    {
        var path = InstalledPostgres.FindProgram(name)
            ?? throw new ClientProgramException(
                $"{name} is not installed; install {package ?? name} (Debian: apt-get install {package ?? name}).");
        using var process = Process.Start(new ProcessStartInfo(path, arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        process.StandardInput.Close();
        var errors = process.StandardError.ReadToEndAsync();
        await process.StandardOutput.BaseStream.CopyToAsync(output);
        await process.WaitForExitAsync();
        if (process.ExitCode != 0)
            throw new ClientProgramException($"{path} ended with exit code {process.ExitCode}: {await errors}");
    }
}
