using PgBackup.Playground.Servers.Installations;

namespace PgBackup.Playground.Servers.Local;

/// <summary>The operating system's side of one server: its process and its log file.</summary>
internal abstract class PostgresProcess(PostgresInstallation installation, string folder, string dataDirectory)
{
    private const int LogLinesKept = 200;
    private static readonly TimeSpan StartLimit = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan PollInterval = TimeSpan.FromMilliseconds(20);

    protected PostgresInstallation Installation => installation;

    protected string Folder => folder;

    protected string DataDirectory => dataDirectory;

    protected string LogFile => Path.Combine(folder, "log");

    protected abstract bool HasExited { get; }

    private string PidFile => Path.Combine(dataDirectory, "postmaster.pid");

    public static PostgresProcess Create(PostgresInstallation installation, string folder, string dataDirectory) =>
        OperatingSystem.IsWindows()
            ? new WindowsPostgresProcess(installation, folder, dataDirectory)
            : new UnixPostgresProcess(installation, folder, dataDirectory);

    /// <summary>Starts the server and waits until it accepts connections.</summary>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        File.Delete(PidFile); // a killed server leaves one that says "ready"
        var logStart = File.Exists(LogFile) ? new FileInfo(LogFile).Length : 0;
        await LaunchAsync(cancellationToken);

        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(StartLimit);
        try
        {
            while (!await IsReadyAsync())
            {
                if (HasExited)
                {
                    var log = await ReadLogAsync(logStart, cancellationToken);
                    throw new ServerStartException($"{installation.Source} did not start.", log);
                }

                await Task.Delay(PollInterval, limit.Token);
            }
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new ServerStartException(
                $"{installation.Source} was not ready after {StartLimit.TotalSeconds} s.", await ReadLogAsync(logStart, cancellationToken));
        }
    }

    /// <summary>Stops the server, if it runs, and waits for its end.</summary>
    public abstract Task StopAsync(ShutdownMode mode, CancellationToken cancellationToken);

    public Task<IReadOnlyList<string>> ReadLogAsync(CancellationToken cancellationToken) => ReadLogAsync(0, cancellationToken);

    protected abstract Task LaunchAsync(CancellationToken cancellationToken);

    private async Task<IReadOnlyList<string>> ReadLogAsync(long from, CancellationToken cancellationToken)
    {
        if (!File.Exists(LogFile))
            return [];

        await using var file = new FileStream(LogFile, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        file.Position = from;
        using var reader = new StreamReader(file);
        var lines = new Queue<string>();
        while (await reader.ReadLineAsync(cancellationToken) is { } line)
        {
            lines.Enqueue(line);
            if (lines.Count > LogLinesKept)
                lines.Dequeue();
        }

        return [.. lines];
    }

    // The server notes its state in the eighth line. Connecting would not do: another server may own the port.
    private async Task<bool> IsReadyAsync()
    {
        try
        {
            var lines = await File.ReadAllLinesAsync(PidFile);
            return lines.Length >= 8 && lines[7].Trim() == "ready";
        }
        catch (IOException)
        {
            return false; // not written yet, or being written
        }
    }
}
