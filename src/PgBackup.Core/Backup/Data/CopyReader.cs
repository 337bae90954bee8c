using Npgsql;
using PgBackup.Postgres;

namespace PgBackup.Backup;

/// <summary>Copies tables, or ranges of them, over one session, on a thread of its own.</summary>
/// <param name="session">The session, within the snapshot; it is disposed with the reader.</param>
internal sealed class CopyReader(ICopySession session) : IRowReader<CopyChunk>
{
    private const int ReadBufferSize = 256 * 1024;

    private readonly byte[] _buffer = new byte[ReadBufferSize];
    private TableCopy? _current;

    public void Read(CopyChunk chunk, RowSegments rows, CancellationToken cancellationToken)
    {
        Begin(chunk.Copy);
        session.BeginCopy(chunk.Statement);
        using var cancellation = cancellationToken.Register(static s => ((ICopySession)s!).Cancel(), session);
        try
        {
            int read;
            do
            {
                read = session.Read(_buffer);
                cancellationToken.ThrowIfCancellationRequested();
                rows.Write(_buffer.AsSpan(0, read));
            }
            while (read == _buffer.Length);
        }
        catch (NpgsqlException exception) when (cancellationToken.IsCancellationRequested)
        {
            throw new OperationCanceledException("The copy was cancelled.", exception, cancellationToken);
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
        {
            // An error from the server has ended the copy.
            if (exception is not PostgresException refused)
                session.Cancel();
            else if (chunk.Table.Filter is not null && ServerMessage.QuotesValues(refused))
                throw FilterFailed(chunk.Table, refused);
            throw;
        }
    }

    public ValueTask DisposeAsync()
    {
        session.Dispose();
        return ValueTask.CompletedTask;
    }

    private static PgBackupException FilterFailed(BackupTable table, PostgresException cause) => new(
        PgBackupErrorCodes.FilterInvalid,
        $"The condition of Where for table {Sql.Qualified(table.Schema, table.Name)} failed for a row: {ServerMessage.Of(cause)} "
        + $"({cause.SqlState}). "
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
            session.Execute("ROLLBACK TO SAVEPOINT pgbackup_table");
        else
            session.Execute("SAVEPOINT pgbackup_table");
        _current = copy;
        if (copy.LockName is not null)
            Lock(copy.LockName);
    }

    // The snapshot's own connection holds a lock already; waiting here behind a queued ALTER TABLE would be a deadlock.
    private void Lock(string table)
    {
        try
        {
            session.Execute($"LOCK TABLE ONLY {table} IN ACCESS SHARE MODE NOWAIT");
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
}
