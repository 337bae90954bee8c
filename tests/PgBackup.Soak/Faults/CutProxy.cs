using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using Npgsql;

namespace PgBackup.Soak.Faults;

/// <summary>Stands before a server as a network does, and drops connections.</summary>
public sealed class CutProxy : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly ConcurrentDictionary<TcpClient, bool> _sockets = new();
    private readonly NpgsqlConnectionStringBuilder _server;
    private readonly Task _accepting;
    private long _bytesUntilCut = long.MaxValue;

    public CutProxy(string connectionString)
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

    /// <summary>Gets how often connections were dropped.</summary>
    public int Cuts { get; private set; }

    /// <summary>Drops all connections when so many more bytes have passed, in both directions and over all connections.</summary>
    public void CutAfter(long bytes) => Interlocked.Exchange(ref _bytesUntilCut, bytes);

    /// <summary>Drops all connections now, with a reset; new ones are let through.</summary>
    public void Cut()
    {
        Cuts++;
        foreach (var socket in _sockets.Keys)
        {
            if (socket.Client is { } client)
                client.LingerState = new LingerOption(true, 0);
            socket.Close();
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener.Dispose();
        await _accepting.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _stop.Dispose();
    }

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

    private async Task ForwardAsync(TcpClient client)
    {
        using var near = client;
        using var far = new TcpClient();
        _sockets[near] = _sockets[far] = true;
        try
        {
            await far.ConnectAsync(_server.Host!, _server.Port, _stop.Token);
            await Task.WhenAny(CopyAsync(near, far), CopyAsync(far, near));
        }
        finally
        {
            _sockets.TryRemove(near, out _);
            _sockets.TryRemove(far, out _);
        }
    }

    private async Task CopyAsync(TcpClient from, TcpClient to)
    {
        var buffer = new byte[16 * 1024];
        int read;
        while ((read = await from.GetStream().ReadAsync(buffer, _stop.Token)) > 0)
        {
            var left = Interlocked.Add(ref _bytesUntilCut, -read);
            if (left <= 0 && left + read > 0)
            {
                CutAfter(long.MaxValue);
                Cut();
                return;
            }

            await to.GetStream().WriteAsync(buffer.AsMemory(0, read), _stop.Token);
        }
    }
}
