using System.Buffers.Binary;
using System.Net.Sockets;
using System.Text;
using Npgsql;

namespace PgBackup.Postgres;

/// <summary>Copies over a socket of its own, on which Npgsql has logged in ("Frontend/Backend Protocol", COPY Operations).</summary>
/// <remarks>Npgsql reads row by row, from a socket that the runtime watches: for each 8 KB that the server sends, threads are woken. That
/// costs several times what reading itself does, which here is one system call for all that has gathered, and a copy of it.</remarks>
/// <param name="socket">The socket, which was never used asynchronously; the session is within its transaction, and idle.</param>
/// <param name="login">What has logged in; it is disposed with the session.</param>
internal sealed class SocketCopySession(Socket socket, IDisposable login) : ICopySession
{
    private const int HeaderSize = 5;
    private const int BufferSize = 256 * 1024;
    private const int GatheredBytes = 64 * 1024;

    private static readonly TimeSpan GatherTime = TimeSpan.FromMilliseconds(1);

    private readonly byte[] _buffer = new byte[BufferSize];
    private int _position;
    private int _end;

    // What is left of the row, or of the part of one, that is being read.
    private int _rest;
    private bool _isCopying;

    public void Execute(string sql)
    {
        Send(sql);
        ReadToIdle();
    }

    public void BeginCopy(string statement)
    {
        Send(statement);
        while (true)
        {
            var (type, length) = ReadHeader();
            if (type == 'H')
            {
                Skip(length);
                _isCopying = true;
                return;
            }

            Handle(type, length);
        }
    }

    public int Read(byte[] buffer)
    {
        var count = 0;
        while (count < buffer.Length && _isCopying)
        {
            if (_rest == 0)
            {
                BeginRow();
                continue;
            }

            if (_position == _end)
                Receive();
            var part = Math.Min(Math.Min(_rest, _end - _position), buffer.Length - count);
            _buffer.AsSpan(_position, part).CopyTo(buffer.AsSpan(count));
            _position += part;
            _rest -= part;
            count += part;
        }

        return count;
    }

    // The server ends a copy that it cannot send.
    public void Cancel()
    {
        try
        {
            socket.Shutdown(SocketShutdown.Both);
        }
        catch (Exception exception) when (exception is SocketException or ObjectDisposedException)
        {
            // It is lost already.
        }
    }

    public void Dispose()
    {
        socket.Dispose();
        login.Dispose();
    }

    private void BeginRow()
    {
        var (type, length) = ReadHeader();
        if (type == 'd')
        {
            _rest = length;
            return;
        }

        if (type == 'c')
        {
            _isCopying = false;
            ReadToIdle();
            return;
        }

        Handle(type, length);
    }

    private void ReadToIdle()
    {
        while (true)
        {
            var (type, length) = ReadHeader();
            if (type == 'Z')
            {
                Skip(length);
                return;
            }

            Handle(type, length);
        }
    }

    // What else there is: the end of a command, notices, changed settings.
    private void Handle(char type, int length)
    {
        if (type == 'E')
        {
            _isCopying = false;
            var error = ReadError(length);
            ReadToIdle();
            throw error;
        }

        Skip(length);
    }

    private PostgresException ReadError(int length)
    {
        var content = new byte[length];
        for (var count = 0; count < length;)
        {
            if (_position == _end)
                Receive();
            var part = Math.Min(length - count, _end - _position);
            _buffer.AsSpan(_position, part).CopyTo(content.AsSpan(count));
            _position += part;
            count += part;
        }

        var fields = Encoding.UTF8.GetString(content).Split('\0', StringSplitOptions.RemoveEmptyEntries)
            .ToDictionary(f => f[0], f => f[1..]);
        return new PostgresException(
            fields.GetValueOrDefault('M', ""),
            fields.GetValueOrDefault('S', ""),
            fields.GetValueOrDefault('V', ""),
            fields.GetValueOrDefault('C', ""),
            detail: fields.GetValueOrDefault('D'),
            hint: fields.GetValueOrDefault('H'),
            where: fields.GetValueOrDefault('W'),
            schemaName: fields.GetValueOrDefault('s'),
            tableName: fields.GetValueOrDefault('t'),
            columnName: fields.GetValueOrDefault('c'),
            dataTypeName: fields.GetValueOrDefault('d'),
            constraintName: fields.GetValueOrDefault('n'));
    }

    private (char Type, int Length) ReadHeader()
    {
        while (_end - _position < HeaderSize)
            Receive();
        var header = _buffer.AsSpan(_position, HeaderSize);
        _position += HeaderSize;
        return ((char)header[0], BinaryPrimitives.ReadInt32BigEndian(header[1..]) - sizeof(int));
    }

    private void Skip(int length)
    {
        while (length > 0)
        {
            if (_position == _end)
                Receive();
            var part = Math.Min(length, _end - _position);
            _position += part;
            length -= part;
        }
    }

    // A server that is slower than we are sends 8 KB at a time. What it sends gets time to gather, so that it is not waited for bit by bit.
    private void Receive()
    {
        _buffer.AsSpan(_position, _end - _position).CopyTo(_buffer);
        _end -= _position;
        _position = 0;
        try
        {
            if (_isCopying && socket.Available < GatheredBytes)
                Thread.Sleep(GatherTime);
            var received = socket.Receive(_buffer, _end, _buffer.Length - _end, SocketFlags.None);
            if (received == 0)
                throw new NpgsqlException("The server closed the connection.", new EndOfStreamException());
            _end += received;
        }
        catch (Exception exception) when (exception is SocketException or ObjectDisposedException)
        {
            throw new NpgsqlException("The connection to the server is lost.", exception);
        }
    }

    private void Send(string sql)
    {
        var length = Encoding.UTF8.GetByteCount(sql);
        var message = new byte[HeaderSize + length + 1];
        message[0] = (byte)'Q';
        BinaryPrimitives.WriteInt32BigEndian(message.AsSpan(1), sizeof(int) + length + 1);
        Encoding.UTF8.GetBytes(sql, message.AsSpan(HeaderSize));
        try
        {
            for (var sent = 0; sent < message.Length;)
                sent += socket.Send(message, sent, message.Length - sent, SocketFlags.None);
        }
        catch (Exception exception) when (exception is SocketException or ObjectDisposedException)
        {
            throw new NpgsqlException("The connection to the server is lost.", exception);
        }
    }
}
