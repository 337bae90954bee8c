using DotNet.Testcontainers.Builders;
using DotNet.Testcontainers.Containers;
using Npgsql;
using PgBackup.Playground.Servers.Local;
using Testcontainers.PostgreSql;

namespace PgBackup.Playground.Servers;

/// <summary>A server in a container. Testcontainers' own reaper removes it should this process be killed.</summary>
internal sealed class DockerServer : RunningServer
{
    private const int LogLinesKept = 200;

    private readonly PostgreSqlContainer _container;
    private readonly int _major;

    private DockerServer(PostgreSqlContainer container, int major)
    {
        _container = container;
        _major = major;
    }

    // Npgsql's pool would take "localhost" for another server than "127.0.0.1"; either reaches the container.
    public override string ConnectionString =>
        new NpgsqlConnectionStringBuilder(_container.GetConnectionString()) { Database = "postgres" }.ConnectionString;

    public override string Source => $"PostgreSQL {_major} in Docker (image {_container.Image.FullName})";

    /// <summary>Starts a container.</summary>
    /// <exception cref="DockerUnavailableException">There is no Docker daemon here.</exception>
    public static async Task<DockerServer> StartAsync(int major, ThrowawayServerOptions options, CancellationToken cancellationToken)
    {
        string[] usual = ["fsync=off", "full_page_writes=off", "wal_level=logical", "max_connections=100", "max_prepared_transactions=10"];
        var settings = usual.Concat(options.Settings.Select(setting => $"{setting.Key}={setting.Value}"));
        var container = new PostgreSqlBuilder($"postgres:{major}")
            .WithDatabase("postgres")
            .WithUsername(Cluster.Superuser)
            .WithPassword(Cluster.Password)
            .WithPortBinding(LocalServer.FindFreePort(), PostgreSqlBuilder.PostgreSqlPort) // a fixed one outlives a restart
            .WithEnvironment("POSTGRES_INITDB_ARGS", "--encoding=UTF8 --locale=C")
            .WithCommand([.. settings.SelectMany(setting => new[] { "-c", setting })])
            .Build();
        try
        {
            await container.StartAsync(cancellationToken);
            return new DockerServer(container, major);
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            var wasCreated = container.State != TestcontainersStates.Undefined;
            var log = wasCreated ? await container.GetLogsAsync(ct: CancellationToken.None) : default;
            await container.DisposeAsync();
            throw new ServerStartException($"PostgreSQL {major} did not start in Docker: {e.Message}", LastLines(log.Stdout + log.Stderr));
        }
    }

    public override async Task StopAsync(ShutdownMode mode, CancellationToken cancellationToken)
    {
        if (mode == ShutdownMode.Immediate) // the first process of the container is the server
            await _container.ExecAsync(["bash", "-c", "kill -QUIT 1"], cancellationToken);
        await _container.StopAsync(cancellationToken);
    }

    public override Task StartAsync(CancellationToken cancellationToken) => _container.StartAsync(cancellationToken);

    public override async Task<IReadOnlyList<string>> ReadLogAsync(CancellationToken cancellationToken)
    {
        var (output, errors) = await _container.GetLogsAsync(ct: cancellationToken);
        return LastLines(output + errors);
    }

    public override ValueTask DisposeAsync() => _container.DisposeAsync();

    private static string[] LastLines(string log) => [.. log.Split('\n').TakeLast(LogLinesKept)];
}
