using Npgsql;
using PgBackup.Postgres;

namespace PgBackup.Restore;

/// <summary>Turns what the server says of a restore's statement into an error that names the object and the way out.</summary>
internal static class RestoreErrors
{
    private const int ConflictsNamedAtMost = 10;

    /// <summary>Makes the error that says what stands in the way.</summary>
    public static PgBackupException Refusal(string backupId, IReadOnlyList<RestoreConflict> conflicts)
    {
        var more = conflicts.Count > ConflictsNamedAtMost ? $" And {conflicts.Count - ConflictsNamedAtMost} more conflicts." : "";
        return new PgBackupException(
            conflicts[0].Code,
            string.Join(" ", conflicts.Take(ConflictsNamedAtMost).Select(c => c.Message)) + more + " Nothing was changed.")
        {
            BackupId = backupId,
            ObjectName = conflicts[0].Name,
        };
    }

    /// <summary>Translates what the server says.</summary>
    /// <param name="exception">What it says.</param>
    /// <param name="what">What was being done.</param>
    /// <param name="canBeUnproven">Whether it is about a foreign key that could be made without proof.</param>
    public static PgBackupException Translate(PostgresException exception, string what, bool canBeUnproven = false)
    {
        var (code, remedy) = exception.SqlState switch
        {
            PostgresErrorCodes.InsufficientPrivilege =>
                (PgBackupErrorCodes.PermissionDenied, "Restore as a role that may, or let SkipForbidden leave out what it may not."),
            PostgresErrorCodes.DependentObjectsStillExist =>
                (PgBackupErrorCodes.DependentsExist, "Restore what depends on it too, or drop that first."),
            PostgresErrorCodes.LockNotAvailable =>
                (PgBackupErrorCodes.LockTimeout, "Wait for the session that holds the lock, or raise LockTimeout."),
            PostgresErrorCodes.DiskFull => (PgBackupErrorCodes.DiskFull, "Free space on the server's disk."),
            PostgresErrorCodes.UniqueViolation => (PgBackupErrorCodes.RestoreFailed, "Use ExistingRows to replace or merge rows."),
            PostgresErrorCodes.ForeignKeyViolation =>
            (
                PgBackupErrorCodes.RestoreFailed,
                $"Restore the rows that it refers to as well{(canBeUnproven ? ", or use SkipConstraints" : "")}."),
            PostgresErrorCodes.OutOfMemory when exception.MessageText.Contains("shared memory", StringComparison.Ordinal) =>
            (
                PgBackupErrorCodes.ServerFailed,
                "Raise max_locks_per_transaction on the server: one transaction locks all that is restored."),
            PostgresErrorCodes.AdminShutdown or PostgresErrorCodes.CrashShutdown or PostgresErrorCodes.QueryCanceled =>
            (
                PgBackupErrorCodes.ServerFailed,
                "The server or somebody else ended the session, and the whole restore was undone; try again."),
            _ => (PgBackupErrorCodes.RestoreFailed, "The whole restore was undone."),
        };
        var cause = WithoutRows(exception);
        return new PgBackupException(code, $"The restore failed at {what}: {cause.MessageText} ({cause.SqlState}). {remedy}", cause)
        {
            ObjectName = what,
        };
    }

    // Values stand in the details of broken constraints, in the messages of refused values, and in the context of COPY.
    private static PostgresException WithoutRows(PostgresException exception)
    {
        var isOfValues = ServerMessage.QuotesValues(exception);
        var isOfRows = isOfValues || exception.SqlState.StartsWith("23", StringComparison.Ordinal);
        return new PostgresException(
            isOfValues ? Before(exception.MessageText, ": ") : exception.MessageText,
            exception.Severity,
            exception.InvariantSeverity,
            exception.SqlState,
            detail: isOfRows ? null : exception.Detail,
            hint: exception.Hint,
            where: exception.Where is { } where && (isOfRows || where.StartsWith("COPY ", StringComparison.Ordinal))
                ? Before(where, ": ")
                : exception.Where,
            schemaName: exception.SchemaName,
            tableName: exception.TableName,
            columnName: exception.ColumnName,
            dataTypeName: exception.DataTypeName,
            constraintName: exception.ConstraintName,
            routine: exception.Routine);
    }

    private static string Before(string text, string end) =>
        text.IndexOf(end, StringComparison.Ordinal) is >= 0 and var position ? text[..position] : text;
}
