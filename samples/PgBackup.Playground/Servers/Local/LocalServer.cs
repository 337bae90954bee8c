using System.Net;
using System.Net.Sockets;
using Npgsql;
using PgBackup.Playground.Servers.Installations;

namespace PgBackup.Playground.Servers.Local;

/// <summary>A server of this machine's programs, on a loopback port and in a folder of its own.</summary>
internal sealed class LocalServer : RunningServer
{
    private const int PortTries = 10;
    private static readonly TimeSpan PortReleaseDelay = TimeSpan.FromMilliseconds(200);

    private readonly PostgresInstallation _installation;
    private readonly string _folder;
    private readonly PostgresProcess _process;
    private string _connectionString = "";

    private LocalServer(PostgresInstallation installation, string folder, string dataDirectory)
    {
        _installation = installation;
        _folder = folder;
        DataDirectory = dataDirectory;
        _process = PostgresProcess.Create(installation, folder, dataDirectory);
    }

    public override string ConnectionString => _connectionString;

    public override string Source => _installation.Source;

    public override string DataDirectory { get; }

    public static async Task<LocalServer> StartAsync(
        PostgresInstallation installation, ThrowawayServerOptions options, CancellationToken cancellationToken)
    {
        var folder = await ProcessFolder.NextServerAsync(cancellationToken);
        var data = options.DataParent is null
            ? Path.Combine(folder, "data")
            : Path.Combine(options.DataParent, $"pgbackup-{Guid.NewGuid():N}");
        var server = new LocalServer(installation, folder, data);
        try
        {
            if (OperatingSystem.IsWindows())
                Directory.CreateDirectory(folder);
            else
                await ServerAccount.RunAsync("mkdir", ["-m", "700", folder], cancellationToken);
            await Cluster.CreateAsync(installation, data, cancellationToken);
            await server.StartOnFreePortAsync(options.Settings, cancellationToken);
            return server;
        }
        catch
        {
            await server.DisposeAsync();
            throw;
        }
    }

    public override Task StopAsync(ShutdownMode mode, CancellationToken cancellationToken) => _process.StopAsync(mode, cancellationToken);

    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                await _process.StartAsync(cancellationToken);
                return;
            }
            catch (ServerStartException e) when (e.IsPortTaken && attempt < PortTries)
            {
                await Task.Delay(PortReleaseDelay, cancellationToken);
            }
        }
    }

    public override Task<IReadOnlyList<string>> ReadLogAsync(CancellationToken cancellationToken) =>
        _process.ReadLogAsync(cancellationToken);

    public override async ValueTask DisposeAsync()
    {
        await _process.StopAsync(ShutdownMode.Immediate, CancellationToken.None);
        if (Directory.Exists(DataDirectory))
            Directory.Delete(DataDirectory, recursive: true);
        if (Directory.Exists(_folder))
            Directory.Delete(_folder, recursive: true);
    }

    private async Task StartOnFreePortAsync(IDictionary<string, string> settings, CancellationToken cancellationToken)
    {
        for (var attempt = 1; ; attempt++)
        {
            var port = FindFreePort();
            await Cluster.ConfigureAsync(DataDirectory, port, settings, cancellationToken);
            try
            {
                await _process.StartAsync(cancellationToken);
                _connectionString = new NpgsqlConnectionStringBuilder
                {
                    Host = "127.0.0.1",
                    Port = port,
                    Username = Cluster.Superuser,
                    Password = Cluster.Password,
                    Database = "postgres",
                }.ConnectionString;
                return;
            }
            catch (ServerStartException e) when (e.IsPortTaken && attempt < PortTries)
            {
                // Between our look and the server's bind somebody took it: look again.
            }
        }
    }

    internal static int FindFreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
