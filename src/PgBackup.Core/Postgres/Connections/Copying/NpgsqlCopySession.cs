using System.Diagnostics;
using Npgsql;

namespace PgBackup.Postgres;

/// <summary>Copies through Npgsql: where the connection is encrypted, or the host's.</summary>
/// <param name="connection">The connection, within its transaction.</param>
/// <param name="ownsConnection">Whether it is disposed with the session.</param>
internal sealed class NpgsqlCopySession(NpgsqlConnection connection, bool ownsConnection) : ICopySession
{
    private static readonly TimeSpan GatherTime = TimeSpan.FromMilliseconds(1);

    // Copying so many bytes that are there takes a fraction of this time.
    private const int GatheredBytes = 16 * 1024;
    private static readonly TimeSpan WaitThreshold = TimeSpan.FromMicroseconds(150);

    private NpgsqlCopyTextReader? _copy;

    public void Execute(string sql)
    {
        using var command = new NpgsqlCommand(sql, connection) { CommandTimeout = 0 };
        command.ExecuteNonQuery();
    }

    public void BeginCopy(string statement) => _copy = (NpgsqlCopyTextReader)connection.BeginTextExport(statement);

    // One read gives one row at most. A server that is slower than we are sends 8 KB at a time, and to wait for each is dearer than all
    // else that is done with it: where some had to be waited for, the next get time to gather in the socket.
    public int Read(byte[] buffer)
    {
        var count = 0;
        while (count < buffer.Length)
        {
            var started = Stopwatch.GetTimestamp();
            var end = Math.Min(count + GatheredBytes, buffer.Length);
            while (count < end)
            {
                var read = _copy!.BaseStream.Read(buffer, count, buffer.Length - count);
                if (read == 0)
                {
                    _copy.Dispose();
                    return count;
                }

                count += read;
            }

            if (Stopwatch.GetElapsedTime(started) > WaitThreshold)
                Thread.Sleep(GatherTime);
        }

        return count;
    }

    public void Cancel()
    {
        try
        {
            _copy?.Cancel();
        }
        catch (Exception exception) when (exception is NpgsqlException or ObjectDisposedException)
        {
            // The connection is lost, and the copy with it: the cause is on its way.
        }
    }

    public void Dispose()
    {
        _copy?.Dispose();
        if (ownsConnection)
            connection.Dispose();
    }
}
