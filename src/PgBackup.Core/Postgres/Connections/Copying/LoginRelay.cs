using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using Npgsql;

namespace PgBackup.Postgres;

/// <summary>Lets Npgsql log in over a socket of ours: it connects to a port of this process, from which every byte is passed on.</summary>
/// <remarks>Npgsql knows all ways to log in and gives nobody its socket. Where server and client agree on encryption there is nothing to
/// gain: then <see cref="Open"/> gives up, and never asks for less encryption than the connection string does.</remarks>
internal sealed class LoginRelay : IDisposable
{
    private const int RequestSize = 8;
    private const int SslRequest = 80877103;
    private const int GssRequest = 80877104;
    private const byte Refused = (byte)'N';
    private const int PollMicroseconds = 2000;

    private readonly Socket _server;
    private readonly Socket _listener = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
    private readonly Thread _thread;
    private volatile bool _isDone;
    private Socket? _client;
    private NpgsqlDataSource? _dataSource;
    private NpgsqlConnection? _connection;

    private LoginRelay(Socket server)
    {
        _server = server;
        _listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        _listener.Listen(1);
        _thread = new Thread(Relay) { IsBackground = true, Name = "PgBackup login" };
        _thread.Start();
    }

    /// <summary>Opens a session.</summary>
    /// <param name="settings">The connection string.</param>
    /// <param name="build">Makes a data source of settings.</param>
    /// <param name="prepare">What the session begins with.</param>
    /// <returns>The session; null where it would be encrypted, or cannot be opened this way.</returns>
    public static SocketCopySession? Open(
        NpgsqlConnectionStringBuilder settings, Func<NpgsqlConnectionStringBuilder, NpgsqlDataSource> build,
        Action<NpgsqlConnection> prepare)
    {
        // Several hosts, sockets in the file system and encryption are Npgsql's own matter.
        if (settings.Host is not { } host || host.Contains(',', StringComparison.Ordinal) || host[0] is '/' or '@'
            || settings.SslMode > SslMode.Prefer)
            return null;
        Socket? server = null;
        LoginRelay? relay = null;
        SocketCopySession? session = null;
        try
        {
            server = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
            server.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.KeepAlive, true);
            server.Connect(host, settings.Port);
            relay = new LoginRelay(server);
            relay.LogIn(settings, build, prepare);
            session = new SocketCopySession(server, relay);
        }
        catch (Exception exception) when (exception is NpgsqlException or SocketException or TimeoutException or IOException)
        {
            // The usual way meets the same obstacle, and tells of it.
        }
        finally
        {
            if (session is null)
            {
                server?.Dispose();
                relay?.Dispose();
            }
        }

        return session;
    }

    public void Dispose()
    {
        End();
        _connection?.Dispose();
        _dataSource?.Dispose();
        _client?.Dispose();
    }

    private void LogIn(
        NpgsqlConnectionStringBuilder settings, Func<NpgsqlConnectionStringBuilder, NpgsqlDataSource> build,
        Action<NpgsqlConnection> prepare)
    {
        var local = new NpgsqlConnectionStringBuilder(settings.ConnectionString)
        {
            Host = IPAddress.Loopback.ToString(),
            Port = ((IPEndPoint)_listener.LocalEndPoint!).Port,
            KeepAlive = 0,
        };
        _dataSource = build(local);
        _connection = _dataSource.OpenConnection();
        prepare(_connection);
        End();
    }

    private void End()
    {
        _isDone = true;
        _listener.Dispose();
        _thread.Join();
    }

    private void Relay()
    {
        try
        {
            _client = _listener.Accept();
            _client.NoDelay = true;
            var buffer = new byte[64 * 1024];
            while (Negotiate(buffer))
            {
            }

            Shuttle(buffer);
        }
        catch (Exception exception) when (exception is SocketException or ObjectDisposedException or EndOfStreamException)
        {
            // Npgsql meets a closed connection and reports it.
            _client?.Dispose();
        }
    }

    // The first message, of which the beginning tells whether it asks for encryption.
    private bool Negotiate(byte[] buffer)
    {
        ReceiveExactly(_client!, buffer, RequestSize);
        var code = BinaryPrimitives.ReadInt32BigEndian(buffer.AsSpan(sizeof(int)));
        SendAll(_server, buffer, RequestSize);
        if (code is not (SslRequest or GssRequest))
            return false;
        ReceiveExactly(_server, buffer, 1);
        if (buffer[0] != Refused)
            throw new EndOfStreamException();
        SendAll(_client!, buffer, 1);
        return true;
    }

    private void Shuttle(byte[] buffer)
    {
        while (!_isDone)
        {
            var ready = new List<Socket> { _client!, _server };
            Socket.Select(ready, null, null, PollMicroseconds);
            foreach (var from in ready)
            {
                var received = from.Receive(buffer);
                if (received == 0)
                    throw new EndOfStreamException();
                SendAll(from == _client ? _server : _client!, buffer, received);
            }
        }
    }

    private static void ReceiveExactly(Socket socket, byte[] buffer, int length)
    {
        for (var count = 0; count < length;)
        {
            var received = socket.Receive(buffer, count, length - count, SocketFlags.None);
            if (received == 0)
                throw new EndOfStreamException();
            count += received;
        }
    }

    private static void SendAll(Socket socket, byte[] buffer, int length)
    {
        for (var sent = 0; sent < length;)
            sent += socket.Send(buffer, sent, length - sent, SocketFlags.None);
    }
}
