using Microsoft.Extensions.Logging;

namespace PgBackup;

/// <summary>What is logged of the operations themselves. Event ids only ever get appended.</summary>
internal static partial class OperationLog
{
    [LoggerMessage(
        1001, LogLevel.Information,
        "Backup {BackupId} of database {Database} was made in {ElapsedMs} ms: {Tables} tables, {Rows} rows, {Bytes} bytes in {Store}")]
    public static partial void BackupMade(
        this ILogger logger, string backupId, string database, long elapsedMs, int tables, long rows, long bytes, string store);

    [LoggerMessage(
        1002, LogLevel.Information,
        "Backup {BackupId} was restored into database {Database} in {ElapsedMs} ms: {Tables} tables, {Rows} rows")]
    public static partial void BackupRestored(this ILogger logger, string backupId, string database, long elapsedMs, int tables, long rows);

    [LoggerMessage(1003, LogLevel.Warning, "{Operation} {BackupId}: {Warning}")]
    public static partial void OperationWarned(this ILogger logger, string operation, string backupId, string warning);

    [LoggerMessage(1004, LogLevel.Information, "Backup {BackupId} was deleted from {Store}")]
    public static partial void BackupDeleted(this ILogger logger, string backupId, string store);

    [LoggerMessage(1005, LogLevel.Information, "Backup {BackupId} was verified ({Level}) in {ElapsedMs} ms: {Problems} problems")]
    public static partial void BackupVerified(this ILogger logger, string backupId, VerificationLevel level, long elapsedMs, int problems);

    [LoggerMessage(
        1006, LogLevel.Information, "Backup {BackupId} was converted from {SourceId} into {Format} in {ElapsedMs} ms: {Bytes} bytes")]
    public static partial void BackupConverted(
        this ILogger logger, string backupId, string sourceId, string format, long elapsedMs, long bytes);

    [LoggerMessage(1007, LogLevel.Warning, "The outcome of the verification of backup {BackupId} could not be kept beside it: {Reason}")]
    public static partial void MarkNotWritten(this ILogger logger, Exception exception, string backupId, string reason);

    [LoggerMessage(
        1008, LogLevel.Information,
        "Retention deleted {Deleted} of {Backups} backups of database {Database} from {Store} in {ElapsedMs} ms: {Bytes} bytes")]
    public static partial void RetentionApplied(
        this ILogger logger, int deleted, int backups, string? database, string store, long elapsedMs, long bytes);

    [LoggerMessage(1009, LogLevel.Warning, "Retention of database {Database}: {Warning}")]
    public static partial void RetentionWarned(this ILogger logger, string? database, string warning);

    [LoggerMessage(1010, LogLevel.Warning, "Backup {BackupId} is left out of lists: {Reason}")]
    public static partial void BackupLeftOut(this ILogger logger, string backupId, string reason);
}
