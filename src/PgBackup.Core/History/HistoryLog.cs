using Microsoft.Extensions.Logging;
using PgBackup.Postgres;

namespace PgBackup.History;

/// <summary>Logs every operation in the database that the options name: once when it begins, once when it ended.</summary>
/// <remarks>A log, not the truth: an operation never fails because of it, unless <see cref="HistoryMode.Required"/> keeps it from
/// starting.</remarks>
/// <param name="options">Whether operations are logged.</param>
/// <param name="connector">The database; null where none is configured, as when backups are only listed or deleted.</param>
/// <param name="time">The clock.</param>
/// <param name="logger">Takes the warnings.</param>
internal sealed class HistoryLog(PgBackupOptions options, Lazy<DatabaseConnector>? connector, TimeProvider time, ILogger logger)
{
    private readonly HistoryMode _mode = options.History;
    private readonly HistoryDatabase? _database = connector is null ? null : new HistoryDatabase(connector, options.AutoMigrate, time);

    /// <summary>Does <paramref name="action"/> and logs it.</summary>
    /// <exception cref="PgBackupException"><c>history_failed</c>: the history is required and cannot be written; nothing was
    /// done.</exception>
    public async Task<T> RecordAsync<T>(
        HistoryOperation operation, Func<Task<T>> action, Func<T, HistoryOutcome> outcome, CancellationToken cancellationToken)
    {
        if (_mode == HistoryMode.Disabled)
            return await action().ConfigureAwait(false);
        if (_database is null)
        {
            return _mode == HistoryMode.Required
                ? throw NotStarted(operation, "No database is configured: set PgBackupOptions.ConnectionString.", null)
                : await action().ConfigureAwait(false);
        }

        var entry = new HistoryEntry(Guid.CreateVersion7(time.GetUtcNow()), operation, time.GetUtcNow());
        var started = time.GetTimestamp();
        if (!await TryBeginAsync(_database, entry, cancellationToken).ConfigureAwait(false))
            return await action().ConfigureAwait(false);
        try
        {
            var result = await action().ConfigureAwait(false);
            await EndAsync(_database, entry, HistoryEnd.Of(outcome(result), Now())).ConfigureAwait(false);
            return result;
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            await EndAsync(_database, entry, HistoryEnd.Cancelled(Now())).ConfigureAwait(false);
            throw;
        }
        catch (Exception exception)
        {
            await EndAsync(_database, entry, HistoryEnd.Of(exception, Now())).ConfigureAwait(false);
            throw;
        }

        // Not the clock again, which may have been set in between.
        DateTimeOffset Now() => entry.StartedAt + time.GetElapsedTime(started);
    }

    /// <summary>Creates or upgrades the schema.</summary>
    /// <returns>The version afterwards.</returns>
    public Task<int> MigrateAsync(CancellationToken cancellationToken) => _database is null
        ? throw new InvalidOperationException(
            "PgBackup has no database: set PgBackupOptions.ConnectionString, or register an NpgsqlDataSource.")
        : _database.MigrateAsync(cancellationToken);

    private static PgBackupException NotStarted(HistoryOperation operation, string reason, Exception? exception) => new(
        PgBackupErrorCodes.HistoryFailed,
        $"The {operation.Name} was not started, as the history is required and cannot be written. {reason}",
        exception)
    {
        BackupId = operation.BackupId,
    };

    private async Task<bool> TryBeginAsync(HistoryDatabase database, HistoryEntry entry, CancellationToken cancellationToken)
    {
        try
        {
            await database.WriteAsync(entry, null, cancellationToken).ConfigureAwait(false);
            return true;
        }
        catch (PgBackupException exception) when (_mode == HistoryMode.Required)
        {
            throw NotStarted(entry.Operation, exception.Message, exception);
        }
        catch (PgBackupException exception)
        {
            logger.HistoryNotBegun(exception, Subject(entry.Operation, entry.Operation.BackupId), exception.Message);
            return false;
        }
    }

    // Not with the caller's token: how a cancelled operation ended is written too.
    private async Task EndAsync(HistoryDatabase database, HistoryEntry entry, HistoryEnd end)
    {
        try
        {
            try
            {
                await database.WriteAsync(entry, end, CancellationToken.None).ConfigureAwait(false);
            }
            catch (PgBackupException exception) when (exception.IsTransient)
            {
                // What ended the operation may have broken the pooled connections too.
                await database.WriteAsync(entry, end, CancellationToken.None).ConfigureAwait(false);
            }
        }
        catch (PgBackupException exception)
        {
            var backupId = end.BackupId ?? entry.Operation.BackupId;
            logger.HistoryNotEnded(exception, Subject(entry.Operation, backupId), end.Outcome, exception.Message);
        }
    }

    // What begins with a backup that is yet to be made, or is about several, has no id.
    private static string Subject(HistoryOperation operation, string? backupId) =>
        backupId is null ? operation.Name : $"{operation.Name} of backup {backupId}";
}
