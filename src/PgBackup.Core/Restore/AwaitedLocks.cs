using Npgsql;
using PgBackup.Postgres;

namespace PgBackup.Restore;

/// <summary>Says who held the lock that a restore waited for in vain.</summary>
internal static class AwaitedLocks
{
    // The error may be the cause itself that led to it; more than that is not worth its wait.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    /// <summary>Runs a restore. The transaction that failed cannot be asked any more: another connection is.</summary>
    public static async Task<T> ExplainAsync<T>(DatabaseConnector target, Func<Task<T>> restore)
    {
        try
        {
            return await restore().ConfigureAwait(false);
        }
        catch (PgBackupException exception) when (exception.Code == PgBackupErrorCodes.LockTimeout)
        {
            if (await FindAsync(target, isAdvisory: false).ConfigureAwait(false) is not { } holder)
                throw;
            throw new PgBackupException(PgBackupErrorCodes.LockTimeout, $"{exception.Message} Table {holder}.", exception)
            {
                BackupId = exception.BackupId,
                ObjectName = exception.ObjectName,
            };
        }
        catch (PostgresException exception) when (exception.SqlState == PostgresErrorCodes.LockNotAvailable)
        {
            // Statements of a restore have their errors translated; only the wait for another restore has not.
            var holder = await FindAsync(target, isAdvisory: true).ConfigureAwait(false);
            throw new PgBackupException(
                PgBackupErrorCodes.LockTimeout,
                $"Another restore into this database is at work{(holder is null ? "" : $": {holder}")}. "
                + "Wait for its end and try again, or raise LockTimeout. Nothing was changed.",
                exception);
        }
    }

    private static async Task<string?> FindAsync(DatabaseConnector target, bool isAdvisory)
    {
        using var stop = new CancellationTokenSource(Patience);
        try
        {
            var connection = await target.OpenAsync(stop.Token).ConfigureAwait(false);
            await using (connection.ConfigureAwait(false))
            {
                if (isAdvisory)
                    return await LockHolders.FindAdvisoryAsync(connection, RestoreLock.Key, stop.Token).ConfigureAwait(false);
                var holder = await LockHolders.FindAsync(connection, relations: null, onlyExclusive: false, stop.Token)
                    .ConfigureAwait(false);
                return holder?.Text;
            }
        }
        catch (Exception exception) when (exception is NpgsqlException or PgBackupException or OperationCanceledException)
        {
            // The lock itself is what the caller has to know of.
            return null;
        }
    }
}
