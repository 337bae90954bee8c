using System.Diagnostics;
using Npgsql;
using PgBackup.Postgres;

namespace PgBackup.Backup;

/// <summary>Copies tables, or ranges of them, over one connection.</summary>
/// <remarks>It runs on a thread of its own and reads synchronously: asynchronous reads of this stream of many small messages cost about
/// twice the CPU.</remarks>
/// <param name="connection">The connection, within the snapshot.</param>
/// <param name="ownsConnection">Whether it is disposed with the reader.</param>
internal sealed class CopyReader(NpgsqlConnection connection, bool ownsConnection) : IRowReader<CopyChunk>
{
    private const int ReadBufferSize = 256 * 1024;

    // The class of errors such as a division by zero.
    private const string DataException = "22";

    private static readonly TimeSpan GatherTime = TimeSpan.FromMilliseconds(1);

    // Copying so many bytes that are there takes a fraction of this time.
    private const int GatheredBytes = 16 * 1024;
    private static readonly TimeSpan WaitThreshold = TimeSpan.FromMicroseconds(150);

    private readonly byte[] _buffer = new byte[ReadBufferSize];
    private TableCopy? _current;

    public void Read(CopyChunk chunk, RowSegments rows, CancellationToken cancellationToken)
    {
        Begin(chunk.Copy);
        using var source = (NpgsqlCopyTextReader)connection.BeginTextExport(chunk.Statement);
        // Disposing a copy that is not at its end would read all the rest; cancelling makes the server stop.
        using var cancellation = cancellationToken.Register(static s => Cancel((NpgsqlCopyTextReader)s!), source);
        try
        {
            int read;
            do
            {
                read = Fill(source.BaseStream);
                cancellationToken.ThrowIfCancellationRequested();
                rows.Write(_buffer.AsSpan(0, read));
            }
            while (read == _buffer.Length);
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
        {
            // An error from the server has ended the copy.
            if (exception is not PostgresException refused)
                Cancel(source);
            else if (chunk.Table.Filter is not null && refused.SqlState.StartsWith(DataException, StringComparison.Ordinal))
                throw FilterFailed(chunk.Table, refused);
            throw;
        }
    }

    // One read gives one row at most. A server that is slower than we are sends 8 KB at a time, and to wait for each is dearer than all else
    // that is done with it: where some had to be waited for, the next get time to gather in the socket.
    private int Fill(Stream source)
    {
        var count = 0;
        while (count < _buffer.Length)
        {
            var started = Stopwatch.GetTimestamp();
            var end = Math.Min(count + GatheredBytes, _buffer.Length);
            while (count < end)
            {
                var read = source.Read(_buffer, count, _buffer.Length - count);
                if (read == 0)
                    return count;
                count += read;
            }

            if (Stopwatch.GetElapsedTime(started) > WaitThreshold)
                Thread.Sleep(GatherTime);
        }

        return count;
    }

    public ValueTask DisposeAsync() => ownsConnection ? connection.DisposeAsync() : ValueTask.CompletedTask;

    private static void Cancel(NpgsqlCopyTextReader source)
    {
        try
        {
            source.Cancel();
        }
        catch (Exception exception) when (exception is NpgsqlException or ObjectDisposedException)
        {
            // The connection is lost, and the copy with it: the cause is on its way.
        }
    }

    private static PgBackupException FilterFailed(BackupTable table, PostgresException cause) => new(
        PgBackupErrorCodes.FilterInvalid,
        $"The condition of Where for table {Sql.Qualified(table.Schema, table.Name)} failed for a row: {ServerMessage.Of(cause)} ({cause.SqlState}). "
        + $"Write it so that it holds or fails to hold for every row. It is: {table.Filter}",
        ServerMessage.Inner(cause))
    {
        ObjectName = Sql.Qualified(table.Schema, table.Name),
    };

    // The locks of each table end with its savepoint: thousands of them would fill the server's lock table.
    private void Begin(TableCopy copy)
    {
        if (ReferenceEquals(copy, _current))
            return;
        if (_current is not null)
            Execute("ROLLBACK TO SAVEPOINT pgbackup_table");
        else
            Execute("SAVEPOINT pgbackup_table");
        _current = copy;
        if (copy.LockName is not null)
            Lock(copy.LockName);
    }

    // The snapshot's own connection holds a lock already; waiting here behind a queued ALTER TABLE would be a deadlock.
    private void Lock(string table)
    {
        try
        {
            Execute($"LOCK TABLE ONLY {table} IN ACCESS SHARE MODE NOWAIT");
        }
        catch (PostgresException exception) when (exception.SqlState == PostgresErrorCodes.LockNotAvailable)
        {
            throw new PgBackupException(
                PgBackupErrorCodes.LockTimeout,
                $"Another session waits for an exclusive lock on {table}, so a further connection cannot read it. "
                + "Try again when it is done, or back up with one job.",
                exception)
            {
                ObjectName = table,
            };
        }
    }

    private void Execute(string sql)
    {
        using var command = new NpgsqlCommand(sql, connection) { CommandTimeout = 0 };
        command.ExecuteNonQuery();
    }
}
