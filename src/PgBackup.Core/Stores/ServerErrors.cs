using Npgsql;
using PgBackup.Postgres;

namespace PgBackup.Stores;

/// <summary>Turns what the server or the store said in the midst of an operation into errors with a code and a way out.</summary>
internal static class ServerErrors
{
    public static async Task<T> TranslateAsync<T>(IBackupStore store, Func<Task<T>> action)
    {
        try
        {
            return await action().ConfigureAwait(false);
        }
        catch (PostgresException exception)
        {
            throw Translate(exception);
        }
        catch (NpgsqlException exception)
        {
            throw new PgBackupException(
                PgBackupErrorCodes.ServerFailed,
                "The connection to the server was lost: it was shut down, or the network failed. Nothing was left half-done; try again.",
                exception);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw StoreErrors.Translate(store, exception);
        }
    }

    private static PgBackupException Translate(PostgresException exception) => exception.SqlState switch
    {
        PostgresErrorCodes.InsufficientPrivilege => new PgBackupException(
            PgBackupErrorCodes.PermissionDenied,
            $"The role lacks a privilege: {ServerMessage.Of(exception)}. Grant it, or use the owner's role.",
            exception),
        PostgresErrorCodes.LockNotAvailable => new PgBackupException(
            PgBackupErrorCodes.LockTimeout,
            $"A lock was not to be had in time: {ServerMessage.Of(exception)}. Try again, or raise LockTimeout.",
            exception),
        PostgresErrorCodes.DiskFull => new PgBackupException(
            PgBackupErrorCodes.DiskFull,
            $"The server's disk is full: {ServerMessage.Of(exception)}. Free space on the server's disk.",
            exception),
        PostgresErrorCodes.OutOfMemory when exception.MessageText.Contains("shared memory", StringComparison.Ordinal) =>
            new PgBackupException(
                PgBackupErrorCodes.ServerFailed,
                "The server has no room for a lock on every table. Raise max_locks_per_transaction and restart it; pg_dump needs the same.",
                exception),
        PostgresErrorCodes.CharacterNotInRepertoire or PostgresErrorCodes.UntranslatableCharacter => new PgBackupException(
            PgBackupErrorCodes.ServerFailed,
            $"The database holds names or definitions that cannot be read as UTF-8: {exception.MessageText}. "
            + "In a database without an encoding (SQL_ASCII) rows may hold any bytes, but names, comments and definitions must be UTF-8.",
            exception),
        PostgresErrorCodes.AdminShutdown or PostgresErrorCodes.CrashShutdown or PostgresErrorCodes.CannotConnectNow
            or PostgresErrorCodes.DatabaseDropped or PostgresErrorCodes.IdleSessionTimeout => new PgBackupException(
                PgBackupErrorCodes.ServerFailed,
                $"The server ended the session: {ServerMessage.Of(exception)} ({exception.SqlState}). "
                + "Nothing was left half-done; try again.",
                exception),
        _ => new PgBackupException(
            PgBackupErrorCodes.ServerFailed,
            $"The server reported: {ServerMessage.Of(exception)} ({exception.SqlState}).",
            ServerMessage.Inner(exception)),
    };
}
