using Npgsql;
using PgBackup.Archive;

namespace PgBackup.Backup;

/// <summary>Copies chunks over one connection: reads the server's stream, encodes and compresses it, and cuts it into segments.</summary>
/// <remarks>It runs on a thread of its own and reads synchronously: asynchronous reads of this stream of many small messages cost about
/// twice the CPU.</remarks>
internal sealed class CopyWorker(NpgsqlConnection connection, IBackupFormat format, SegmentCodec codec, BackupProgressReporter progress)
{
    /// <summary>Where a segment is cut, at the next end of a row.</summary>
    private const long SegmentBytes = 32 * 1024 * 1024;

    private const int ReadBufferSize = 256 * 1024;

    private readonly byte[] _buffer = new byte[ReadBufferSize];
    private TableCopy? _current;

    public void Copy(CopyChunk chunk, CancellationToken cancellationToken)
    {
        Begin(chunk.Copy);
        using var source = (NpgsqlCopyTextReader)connection.BeginTextExport(chunk.Statement);
        // Disposing a copy that is not at its end would read all the rest; cancelling makes the server stop.
        using var cancellation = cancellationToken.Register(static s => ((NpgsqlCopyTextReader)s!).Cancel(), source);
        var blocks = new BlockStream(chunk, cancellationToken);
        try
        {
            Copy(chunk.Copy.Table, source.BaseStream, blocks, cancellationToken);
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
        {
            // An error from the server has ended the copy.
            if (exception is not PostgresException)
                source.Cancel();
            throw;
        }
    }

    private void Copy(BackupTable table, Stream source, BlockStream blocks, CancellationToken cancellationToken)
    {
        SegmentEncoder? segment = null;
        IRowEncoder? encoder = null;
        long rows = 0;
        try
        {
            int read;
            while ((read = source.Read(_buffer)) > 0)
            {
                cancellationToken.ThrowIfCancellationRequested();
                var rest = _buffer.AsSpan(0, read);
                progress.AddBytes(read);
                while (!rest.IsEmpty)
                {
                    segment ??= new SegmentEncoder(codec, blocks);
                    encoder ??= format.CreateRowEncoder(table);
                    var end = segment.DecodedLength >= SegmentBytes ? rest.IndexOf((byte)'\n') : -1;
                    var part = end < 0 ? rest : rest[..(end + 1)];
                    encoder.Encode(part, segment.Output);
                    // COPY text escapes line feeds within values, so each one ends a row.
                    rows += part.Count((byte)'\n');
                    rest = rest[part.Length..];
                    if (end >= 0)
                        End();
                }
            }

            if (segment is not null)
                End();
        }
        finally
        {
            segment?.Dispose();
        }

        void End()
        {
            encoder!.Complete(segment!.Output);
            blocks.EndSegment(segment.Complete(rows));
            progress.AddRows(rows);
            segment.Dispose();
            (segment, encoder, rows) = (null, null, 0);
        }
    }

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
