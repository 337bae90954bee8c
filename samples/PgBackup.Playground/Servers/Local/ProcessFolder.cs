using System.Diagnostics;

namespace PgBackup.Playground.Servers.Local;

/// <summary>The folder below which all servers of this process lie; it goes when the process does, even when that is killed.</summary>
internal static class ProcessFolder
{
    // The shell belongs to the servers' account, so the folder does too. It holds no more than a pipe to us: when that
    // ends, we are gone. Servers have the same kind of guard, so a few tries are enough to outlive their last writes.
    private const string GuardScript = """
        trap '' HUP INT TERM
        umask 077
        mkdir "$1" || exit 1
        echo made
        read -r _
        for try in 1 2 3 4 5 6 7 8 9 10; do
            rm -rf "$1" 2>/dev/null && [ ! -e "$1" ] && break
            sleep 1
        done
        """;

    private const long RoomWanted = 4L << 30; // containers have 64 MB unless told otherwise

    private static readonly SemaphoreSlim Gate = new(1, 1);
    private static Process? _guard; // referenced, lest its pipe be finalized
    private static string? _path;
    private static int _servers;

    public static async Task<string> GetAsync(CancellationToken cancellationToken)
    {
        await Gate.WaitAsync(cancellationToken);
        try
        {
            return _path ??= await MakeAsync(cancellationToken);
        }
        finally
        {
            Gate.Release();
        }
    }

    /// <summary>Chooses a path for one more server; nothing is made.</summary>
    public static async Task<string> NextServerAsync(CancellationToken cancellationToken) =>
        Path.Combine(await GetAsync(cancellationToken), $"server-{Interlocked.Increment(ref _servers)}");

    private static async Task<string> MakeAsync(CancellationToken cancellationToken)
    {
        var name = $"pgbackup-{Environment.ProcessId}-{Guid.NewGuid():N}"[..28];
        if (OperatingSystem.IsWindows())
        {
            var folder = Directory.CreateDirectory(Path.Combine(Path.GetTempPath(), name)).FullName;
            AppDomain.CurrentDomain.ProcessExit += (_, _) => TryDelete(folder);
            return folder;
        }

        var problems = new List<string>();
        foreach (var parent in ParentCandidates().Distinct())
        {
            var folder = Path.Combine(parent, name);
            var guard = Process.Start(UnixShell.Command(GuardScript, folder))!;
            if (await guard.StandardOutput.ReadLineAsync(cancellationToken) == "made")
            {
                _guard = guard;
                return folder;
            }

            problems.Add(await guard.StandardError.ReadToEndAsync(cancellationToken));
            guard.Dispose();
        }

        throw new ServerStartException(
            "No folder for temporary servers could be made; set TMPDIR to one that every account may write in.", problems);
    }

    // Linux' shared memory is a file system too, in which databases are created ten times faster than on a disk. Whoever sets
    // TMPDIR wants that. Root's TMPDIR may be closed to the servers' account; /tmp is not.
    private static IEnumerable<string> ParentCandidates()
    {
        const string sharedMemory = "/dev/shm";
        var isTmpdirSet = !string.IsNullOrEmpty(Environment.GetEnvironmentVariable("TMPDIR"));
        if (!isTmpdirSet && OperatingSystem.IsLinux() && Directory.Exists(sharedMemory)
            && new DriveInfo(sharedMemory).AvailableFreeSpace >= RoomWanted)
        {
            yield return sharedMemory;
        }

        yield return Path.GetTempPath();
        yield return "/tmp";
    }

    private static void TryDelete(string folder)
    {
        try
        {
            Directory.Delete(folder, recursive: true);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // The process is ending; what a server still holds open stays in the temporary folder.
        }
    }
}
