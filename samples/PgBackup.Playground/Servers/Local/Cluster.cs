using System.Globalization;
using System.Security.Cryptography;
using PgBackup.Playground.Servers.Installations;

namespace PgBackup.Playground.Servers.Local;

/// <summary>Makes data directories: one <c>initdb</c> per major and process; further servers get a copy, which is far faster.</summary>
internal static class Cluster
{
    public const string Superuser = "postgres";

    /// <summary>The superuser's password, one for all servers of this process.</summary>
    public static readonly string Password = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16));

    private static readonly SemaphoreSlim Gate = new(1, 1);
    private static readonly Dictionary<PostgresInstallation, string> Templates = [];

    private static readonly Dictionary<string, string> UsualSettings = new()
    {
        ["listen_addresses"] = "127.0.0.1",
        ["unix_socket_directories"] = "",
        ["fsync"] = "off", // has to survive a crash of the server, not of the machine: commits stay synchronous
        ["full_page_writes"] = "off",
        ["wal_level"] = "logical",
        ["max_wal_size"] = "256MB", // the folder may be in memory
        ["max_connections"] = "100",
        ["max_prepared_transactions"] = "10",
        ["timezone"] = "UTC",
        ["log_timezone"] = "UTC",
        ["logging_collector"] = "off",
    };

    /// <summary>Makes a data directory, ready to be started.</summary>
    public static async Task CreateAsync(PostgresInstallation installation, string dataDirectory, CancellationToken cancellationToken)
    {
        if (OperatingSystem.IsWindows())
        {
            await InitializeAsync(installation, dataDirectory, cancellationToken);
            return;
        }

        string? template;
        await Gate.WaitAsync(cancellationToken);
        try
        {
            if (!Templates.TryGetValue(installation, out template))
            {
                var parent = await ProcessFolder.GetAsync(cancellationToken);
                template = Path.Combine(parent, $"template-{installation.Major}-{Templates.Count}");
                await InitializeAsync(installation, template, cancellationToken);
                Templates.Add(installation, template);
            }
        }
        finally
        {
            Gate.Release();
        }

        // By the servers' account, which must own the files.
        await ServerAccount.RunAsync("cp", ["-Rp", template, dataDirectory], cancellationToken);
    }

    /// <summary>Writes the settings into the data directory's configuration file.</summary>
    public static async Task ConfigureAsync(
        string dataDirectory, int port, IDictionary<string, string> settings, CancellationToken cancellationToken)
    {
        var lines = UsualSettings.Where(usual => !settings.ContainsKey(usual.Key)).Concat(settings)
            .Append(KeyValuePair.Create("port", port.ToString(CultureInfo.InvariantCulture)))
            .Select(setting => $"{setting.Key} = {SqlText.Literal(setting.Value.Replace(@"\", @"\\", StringComparison.Ordinal))}");
        // Appended: of several lines with one name the last counts.
        await File.AppendAllLinesAsync(Path.Combine(dataDirectory, "postgresql.conf"), lines, cancellationToken);
    }

    private static async Task InitializeAsync(PostgresInstallation installation, string dataDirectory, CancellationToken cancellationToken)
    {
        // The folder around it is open to the servers' account alone.
        var passwordFile = dataDirectory + ".password";
        await File.WriteAllTextAsync(passwordFile, Password, cancellationToken);
        try
        {
            // Locale C is the one that is the same on every system and major: the same order, the same messages, no
            // dependence on what is installed. C.UTF-8 would only add letters beyond ASCII to upper(), lower() and
            // regular expressions, and is missing on Windows and older systems; a database can ask for it.
            await ServerAccount.RunAsync(
                installation.Program("initdb"),
                [
                    "-D", dataDirectory, "-U", Superuser, "--auth=scram-sha-256", $"--pwfile={passwordFile}",
                    "--encoding=UTF8", "--locale=C", "--no-sync",
                ],
                cancellationToken);
        }
        catch
        {
            if (Directory.Exists(dataDirectory))
                Directory.Delete(dataDirectory, recursive: true);
            throw;
        }
        finally
        {
            File.Delete(passwordFile);
        }
    }
}
