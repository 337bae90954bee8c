using System.Net;
using System.Net.Sockets;
using Npgsql;

namespace PgBackup.Soak.Faults;

/// <summary>Stands before a server, as a network does.</summary>
public abstract class ServerProxy : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly NpgsqlConnectionStringBuilder _server;
    private readonly Task _accepting;

    protected ServerProxy(string connectionString)
    {
        _server = new NpgsqlConnectionStringBuilder(connectionString);
        _listener.Start();
        ConnectionString = new NpgsqlConnectionStringBuilder(connectionString)
        {
            Host = "127.0.0.1",
            Port = ((IPEndPoint)_listener.LocalEndpoint).Port,
            SslMode = SslMode.Disable,
            Pooling = false,
        }.ConnectionString;
        _accepting = AcceptAsync();
    }

    /// <summary>Gets the way to the server through the proxy.</summary>
    public string ConnectionString { get; }

    public async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        await _stop.CancelAsync();
        _listener.Dispose();
        await _accepting.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _stop.Dispose();
    }

    /// <summary>Passes on what either side says, until one of them ends.</summary>
    /// <param name="client">The client's side.</param>
    /// <param name="server">The server's side.</param>
    /// <param name="cancellationToken">Ends it.</param>
    protected abstract Task ForwardAsync(TcpClient client, TcpClient server, CancellationToken cancellationToken);

    private async Task AcceptAsync()
    {
        var connections = new List<Task>();
        try
        {
            while (true)
                connections.Add(ForwardAsync(await _listener.AcceptTcpClientAsync(_stop.Token)));
        }
        finally
        {
            await Task.WhenAll(connections).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task ForwardAsync(TcpClient accepted)
    {
        using var client = accepted;
        using var server = new TcpClient();
        await server.ConnectAsync(_server.Host!, _server.Port, _stop.Token);
        await ForwardAsync(client, server, _stop.Token);
    }
}
