using System.Collections.Concurrent;
using System.Net.Sockets;

namespace PgBackup.Soak.Faults;

/// <summary>Drops connections.</summary>
public sealed class CutProxy(string connectionString) : ServerProxy(connectionString)
{
    private readonly ConcurrentDictionary<TcpClient, bool> _sockets = new();
    private long _bytesUntilCut = long.MaxValue;

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

    protected override async Task ForwardAsync(TcpClient client, TcpClient server, CancellationToken cancellationToken)
    {
        _sockets[client] = _sockets[server] = true;
        try
        {
            await Task.WhenAny(CopyAsync(client, server, cancellationToken), CopyAsync(server, client, cancellationToken));
        }
        finally
        {
            _sockets.TryRemove(client, out _);
            _sockets.TryRemove(server, out _);
        }
    }

    private async Task CopyAsync(TcpClient from, TcpClient to, CancellationToken cancellationToken)
    {
        var buffer = new byte[16 * 1024];
        int read;
        while ((read = await from.GetStream().ReadAsync(buffer, cancellationToken)) > 0)
        {
            var left = Interlocked.Add(ref _bytesUntilCut, -read);
            if (left <= 0 && left + read > 0)
            {
                CutAfter(long.MaxValue);
                Cut();
                return;
            }

            await to.GetStream().WriteAsync(buffer.AsMemory(0, read), cancellationToken);
        }
    }
}
