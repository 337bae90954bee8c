using Npgsql;
using PgBackup.Postgres;

namespace PgBackup.Restore;

/// <summary>Turns what the server says of a restore's statement into an error that names the object and the way out.</summary>
internal static class RestoreErrors
{
    public static PgBackupException Translate(PostgresException exception, string what)
    {
        var (code, remedy) = exception.SqlState switch
        {
            PostgresErrorCodes.InsufficientPrivilege =>
                (PgBackupErrorCodes.PermissionDenied, "Restore as a role that may, or leave out what it may not."),
            PostgresErrorCodes.DependentObjectsStillExist =>
                (PgBackupErrorCodes.DependentsExist, "Restore what depends on it too, or drop that first."),
            PostgresErrorCodes.LockNotAvailable => (PgBackupErrorCodes.LockTimeout, "Wait for the session that holds the lock, or raise LockTimeout."),
            PostgresErrorCodes.DiskFull => (PgBackupErrorCodes.DiskFull, "Free space on the server's disk."),
            PostgresErrorCodes.UniqueViolation => (PgBackupErrorCodes.RestoreFailed, "Use ExistingRows to replace or merge rows."),
            PostgresErrorCodes.ForeignKeyViolation =>
                (PgBackupErrorCodes.RestoreFailed, "Restore the tables that it refers to as well, or use SkipConstraints."),
            PostgresErrorCodes.OutOfMemory when exception.MessageText.Contains("shared memory", StringComparison.Ordinal) =>
                (PgBackupErrorCodes.ServerFailed, "Raise max_locks_per_transaction on the server: one transaction locks all that is restored."),
            _ => (PgBackupErrorCodes.RestoreFailed, "The whole restore was undone."),
        };
        return new PgBackupException(code, $"The restore failed at {what}: {ServerMessage.Of(exception)} ({exception.SqlState}). {remedy}", ServerMessage.Inner(exception)) { ObjectName = what };
    }
}
