using System.Diagnostics;
using System.Net.Sockets;
using Npgsql;
using PgBackup.Postgres;

namespace PgBackup.Restore;

/// <summary>Takes out of a database that was empty what a failed restore had made already.</summary>
internal sealed class RestoreUndo(DatabaseConnector connector, long workersKey)
{
    // A server that crashed is back after a while.
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);
    private static readonly TimeSpan RetryInterval = TimeSpan.FromSeconds(1);

    /// <summary>Lets the guard undo, and if that is gone does it itself.</summary>
    /// <param name="guard">The guard, which waits on the server.</param>
    /// <param name="backupId">The backup's id.</param>
    /// <param name="cause">Why it is undone.</param>
    /// <exception cref="PgBackupException">Something could not be undone; it tells what, and the cause.</exception>
    public async Task RunAsync(ServerGuard guard, string backupId, Exception cause)
    {
        Exception? problem = null;
        try
        {
            await guard.ReleaseAsync().ConfigureAwait(false);
        }
        catch (PostgresException exception) when (exception.SqlState == PostgresErrorCodes.RaiseException)
        {
            problem = exception;
        }
        catch (Exception exception) when (exception is NpgsqlException or AggregateException or TimeoutException)
        {
            problem = await TryAsync().ConfigureAwait(false);
        }

        if (problem is null)
            return;
        var message = problem is PostgresException refusal ? refusal.MessageText : problem.Message;
        throw new PgBackupException(
            PgBackupErrorCodes.RestoreFailed,
            $"The restore failed, and what it had made could not all be taken out again: {message}. "
            + $"Drop the database, or restore again with DropExisting. {cause.Message}",
            cause)
        {
            BackupId = backupId,
        };
    }

    private async Task<Exception?> TryAsync()
    {
        var waited = Stopwatch.StartNew();
        while (true)
        {
            try
            {
                await UndoScript.RunAsync(connector, workersKey, CancellationToken.None).ConfigureAwait(false);
                return null;
            }
            catch (PostgresException exception) when (exception.SqlState == PostgresErrorCodes.RaiseException)
            {
                return exception;
            }
            catch (Exception exception) when (exception is NpgsqlException or PgBackupException or SocketException)
            {
                if (waited.Elapsed > Patience)
                    return exception;
                await Task.Delay(RetryInterval).ConfigureAwait(false);
            }
        }
    }
}
