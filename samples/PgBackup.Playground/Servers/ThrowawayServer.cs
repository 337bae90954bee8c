using System.Collections.Concurrent;
using Npgsql;

namespace PgBackup.Playground.Servers;

/// <summary>A PostgreSQL server for a demo, a test or a benchmark: there in a second, gone without a trace.</summary>
/// <remarks>
/// Looked for in this order: the server that <c>PGBACKUP_CONNECTION</c> names, programs installed on this machine (the newest),
/// Docker, an npm package. Members may be called from several threads at once, but for stopping and starting.
/// </remarks>
public sealed class ThrowawayServer : IAsyncDisposable
{
    private readonly RunningServer _server;
    private readonly ConcurrentDictionary<string, string> _databases = new(); // name to connection string

    private ThrowawayServer(RunningServer server, int major)
    {
        _server = server;
        Major = major;
    }

    /// <summary>Gets a superuser's connection string, to the database <c>postgres</c> or the one of <c>PGBACKUP_CONNECTION</c>.</summary>
    public string ConnectionString => _server.ConnectionString;

    /// <summary>Gets the server's major version.</summary>
    public int Major { get; }

    /// <summary>Gets where the server comes from, such as "PostgreSQL 15 installed in /usr/lib/postgresql/15/bin".</summary>
    public string Source => _server.Source;

    /// <summary>Gets a value indicating whether the server may be stopped and started.</summary>
    public bool CanStop => _server.CanStop;

    /// <summary>Gets the data directory, or null when the server is not one of this machine's programs.</summary>
    public string? DataDirectory => _server.DataDirectory;

    /// <summary>Finds and starts a server of a major version, or whatever is at hand.</summary>
    /// <inheritdoc cref="StartAsync(ThrowawayServerOptions, CancellationToken)"/>
    public static Task<ThrowawayServer> StartAsync(int? major = null, CancellationToken cancellationToken = default) =>
        StartAsync(new ThrowawayServerOptions { Major = major }, cancellationToken);

    /// <summary>Finds and starts a server.</summary>
    /// <exception cref="ServerNotFoundException">No server is at hand; the message says what to install.</exception>
    /// <exception cref="ServerStartException">A server was found and does not start; the message holds its log.</exception>
    public static async Task<ThrowawayServer> StartAsync(ThrowawayServerOptions options, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(options);
        PostgresMajors.ThrowIfUnsupported(options.Major);

        var server = await ServerChoice.StartAsync(options, cancellationToken);
        try
        {
            await using var connection = await OpenUnpooledAsync(server.ConnectionString, cancellationToken);
            return new ThrowawayServer(server, connection.PostgreSqlVersion.Major);
        }
        catch
        {
            await server.DisposeAsync();
            throw;
        }
    }

    /// <summary>Tells the major that would be chosen when none is asked for; nothing is started or installed.</summary>
    public static Task<int> FindMajorAsync(CancellationToken cancellationToken = default) => ServerChoice.FindMajorAsync(cancellationToken);

    /// <summary>Creates a database, empty but for what PostgreSQL puts into every one.</summary>
    /// <param name="name">Its name, or null for a new unique one.</param>
    /// <param name="options">How it differs from the usual.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <returns>Its connection string.</returns>
    public async Task<string> CreateDatabaseAsync(
        string? name = null, ThrowawayDatabaseOptions? options = null, CancellationToken cancellationToken = default)
    {
        name ??= $"playground_{Guid.NewGuid():N}"[..27];
        await ExecuteAsync($"CREATE DATABASE {SqlText.Identifier(name)}{(options ?? new()).ToSql()}", cancellationToken);

        var connectionString = new NpgsqlConnectionStringBuilder(ConnectionString) { Database = name }.ConnectionString;
        _databases[name] = connectionString;
        return connectionString;
    }

    /// <summary>Drops a database, whoever is connected to it; one that does not exist is no error.</summary>
    public async Task DropDatabaseAsync(string name, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);

        if (_databases.TryRemove(name, out var connectionString))
            ClearPool(connectionString);
        await ExecuteAsync($"DROP DATABASE IF EXISTS {SqlText.Identifier(name)} WITH (FORCE)", cancellationToken);
    }

    /// <summary>Stops the server; its data stays for <see cref="StartAgainAsync"/>.</summary>
    /// <exception cref="InvalidOperationException">The server is not ours, see <see cref="CanStop"/>.</exception>
    public async Task StopAsync(ShutdownMode mode = ShutdownMode.Fast, CancellationToken cancellationToken = default)
    {
        await _server.StopAsync(mode, cancellationToken);
        ClearPools();
    }

    /// <summary>Starts the server that <see cref="StopAsync"/> stopped, on the same port with the same data.</summary>
    /// <exception cref="InvalidOperationException">The server is not ours, see <see cref="CanStop"/>.</exception>
    public Task StartAgainAsync(CancellationToken cancellationToken = default) => _server.StartAsync(cancellationToken);

    /// <summary>Stops the server and starts it again, on the same port with the same data.</summary>
    /// <exception cref="InvalidOperationException">The server is not ours, see <see cref="CanStop"/>.</exception>
    public async Task RestartAsync(ShutdownMode mode = ShutdownMode.Fast, CancellationToken cancellationToken = default)
    {
        await StopAsync(mode, cancellationToken);
        await StartAgainAsync(cancellationToken);
    }

    /// <summary>Reads the last 200 lines of the server's log.</summary>
    /// <exception cref="InvalidOperationException">The server is not ours, see <see cref="CanStop"/>.</exception>
    public Task<IReadOnlyList<string>> ReadLogAsync(CancellationToken cancellationToken = default) =>
        _server.ReadLogAsync(cancellationToken);

    /// <summary>Stops the server and removes its folder; of a server that is not ours, drops the databases made here.</summary>
    public async ValueTask DisposeAsync()
    {
        ClearPools();
        if (!CanStop)
        {
            foreach (var name in _databases.Keys)
                await DropDatabaseAsync(name);
        }

        await _server.DisposeAsync();
    }

    private static async Task<NpgsqlConnection> OpenUnpooledAsync(string connectionString, CancellationToken cancellationToken)
    {
        var connection = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(connectionString) { Pooling = false }.ConnectionString);
        try
        {
            await connection.OpenAsync(cancellationToken);
            return connection;
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    }

    private static void ClearPool(string connectionString)
    {
        using var connection = new NpgsqlConnection(connectionString);
        NpgsqlConnection.ClearPool(connection);
    }

    private void ClearPools()
    {
        foreach (var connectionString in _databases.Values.Append(ConnectionString))
            ClearPool(connectionString);
    }

    private async Task ExecuteAsync(string sql, CancellationToken cancellationToken)
    {
        await using var connection = await OpenUnpooledAsync(ConnectionString, cancellationToken);
        await using var command = new NpgsqlCommand(sql, connection) { CommandTimeout = 120 };
        await command.ExecuteNonQueryAsync(cancellationToken);
    }
}
