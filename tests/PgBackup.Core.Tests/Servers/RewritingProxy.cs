using System.Net;
using System.Net.Sockets;
using System.Text;
using Npgsql;

namespace PgBackup.Tests.Servers;

/// <summary>Stands before a real server and replaces a text in all that it answers by another one of the same length.</summary>
internal sealed class RewritingProxy : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly NpgsqlConnectionStringBuilder _server;
    private readonly byte[] _text;
    private readonly byte[] _replacement;
    private readonly Task _accepting;

    public RewritingProxy(string connectionString, string text, string replacement)
    {
        if (text.Length != replacement.Length)
            throw new ArgumentException("The replacement must be as long as the text.", nameof(replacement));
        _server = new NpgsqlConnectionStringBuilder(connectionString);
        (_text, _replacement) = (Encoding.ASCII.GetBytes(text), Encoding.ASCII.GetBytes(replacement));
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
        await far.ConnectAsync(_server.Host!, _server.Port, _stop.Token);
        await Task.WhenAny(CopyAsync(near, far, rewrite: false), CopyAsync(far, near, rewrite: true));
    }

    private async Task CopyAsync(TcpClient from, TcpClient to, bool rewrite)
    {
        var buffer = new byte[64 * 1024];
        int read;
        while ((read = await from.GetStream().ReadAsync(buffer, _stop.Token)) > 0)
        {
            for (var at = 0; rewrite && buffer.AsSpan(at, read - at).IndexOf(_text) is >= 0 and var found; at += found + _text.Length)
                _replacement.CopyTo(buffer, at + found);
            await to.GetStream().WriteAsync(buffer.AsMemory(0, read), _stop.Token);
        }
    }
}
