using System.Diagnostics;

namespace PgBackup.Tests.Servers;

/// <summary>Another process with a throw-away server of its own, see <see cref="HolderProgram"/>.</summary>
internal sealed class Holder : IAsyncDisposable
{
    private readonly Process _process;

    private Holder(Process process, string source, string connectionString, string dataDirectory)
    {
        _process = process;
        Source = source;
        ConnectionString = connectionString;
        DataDirectory = dataDirectory;
    }

    public string Source { get; }

    public string ConnectionString { get; }

    public string DataDirectory { get; }

    public int ProcessId => _process.Id;

    /// <summary>Starts the process and waits until its server runs.</summary>
    public static async Task<Holder> StartAsync(string major, string? existingServer = null)
    {
        var start = new ProcessStartInfo("dotnet", [typeof(HolderProgram).Assembly.Location, "hold", major])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["PGBACKUP_CONNECTION"] = existingServer;
        var process = Process.Start(start)!;
        var errors = process.StandardError.ReadToEndAsync();
        if (await process.StandardOutput.ReadLineAsync() is not { } source)
            throw new InvalidOperationException($"The holder did not start: {await errors}");
        return new Holder(
            process, source, (await process.StandardOutput.ReadLineAsync())!, (await process.StandardOutput.ReadLineAsync())!);
    }

    /// <summary>Ends the process: by <c>kill</c> (it can do nothing any more), or by a word that it follows.</summary>
    public async Task EndAsync(string how)
    {
        if (how == "kill")
            _process.Kill();
        else
            await _process.StandardInput.WriteLineAsync(how);
        await _process.WaitForExitAsync();
    }

    public ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
            _process.Kill();
        _process.Dispose();
        return ValueTask.CompletedTask;
    }
}
