using PgBackup.Events;
using PgBackup.History;

namespace PgBackup.Operations;

/// <summary>The events of operations.</summary>
internal static class OperationEvents
{
    /// <summary>Tells what came of an operation; null for what nobody is told of.</summary>
    public static BackupEvent? Of(object? result) => result switch
    {
        BackupInfo backup => Made(backup),
        RestoreResult restore => Restored(restore),
        VerificationReport report => Verified(report),
        _ => null,
    };

    /// <summary>Tells how an operation ended; null for what is told of elsewhere, or not at all.</summary>
    public static BackupEvent? Of(HistoryOperation operation, BackupEvent? ended) =>
        ended is null || IsPartOfRun(operation) ? null : WithOrigin(ended);

    /// <summary>Tells why an operation failed; null for what is told of elsewhere, or not at all.</summary>
    public static BackupEvent? Of(HistoryOperation operation, Exception exception, TimeSpan duration)
    {
        if (IsPartOfRun(operation))
            return null;
        var of = operation.Database is null ? "" : $" of database '{operation.Database}'";
        var into = operation.Database is null ? "" : $" into database '{operation.Database}'";
        (BackupEventKind Kind, string What)? told = operation.Name switch
        {
            "backup" => (BackupEventKind.Failed, $"The backup{of} failed"),
            "restore" => (BackupEventKind.RestoreFailed, $"The restore of backup {operation.BackupId}{into} failed"),
            "verify" => (BackupEventKind.VerificationFailed, $"Backup {operation.BackupId} could not be verified"),
            "retention" => (BackupEventKind.RetentionFailed, "Old backups could not be deleted"),
            _ => null,
        };
        if (told is not { } end)
            return null;
        var reason = Reason(exception);
        var code = (exception as PgBackupException)?.Code;
        return WithOrigin(new BackupEvent
        {
            Kind = end.Kind,
            Severity = end.Kind == BackupEventKind.RetentionFailed ? BackupEventSeverity.Warning : BackupEventSeverity.Error,
            Message = $"{end.What}: {reason}",
            Advice = ErrorAdvice.For(code),
            Database = operation.Database,
            BackupId = operation.BackupId ?? (exception as PgBackupException)?.BackupId,
            ErrorCode = code,
            Duration = duration,
        });
    }

    /// <summary>A backup that was made.</summary>
    public static BackupEvent Made(BackupInfo backup) => new()
    {
        Kind = BackupEventKind.Succeeded,
        Severity = backup.Warnings.Count == 0 ? BackupEventSeverity.Information : BackupEventSeverity.Warning,
        Message = string.Create(
            EventText.Culture,
            $"Backup {backup.Id} of database '{backup.Database}' was made in {EventText.Of(backup.Duration)}: "
            + $"{EventText.Of(backup.Tables, "table")}, {EventText.Of(backup.Rows, "row")}, {EventText.OfBytes(backup.Size)}."),
        Database = backup.Database,
        BackupId = backup.Id,
        ScheduleId = backup.ScheduleId,
        DueAt = backup.DueAt,
        Duration = backup.Duration,
        Size = backup.Size,
        Rows = backup.Rows,
        Warnings = backup.Warnings,
        Advice = backup.Warnings.Count == 0 ? null : "Look at the warnings: they say what the backup does not hold.",
    };

    // Of an argument the library's own checks speak.
    private static string Reason(Exception exception) =>
        exception is ArgumentException ? exception.Message : ExceptionText.Of(exception);

    // The run has one event of its own when it has ended; what comes after the run has its own.
    private static bool IsPartOfRun(HistoryOperation operation) =>
        HistoryOrigin.Current is not null && operation.Name is "backup" or "verify";

    private static BackupEvent Restored(RestoreResult restore) => new()
    {
        Kind = BackupEventKind.Restored,
        Severity = restore.Warnings.Count == 0 ? BackupEventSeverity.Notice : BackupEventSeverity.Warning,
        Message = string.Create(
            EventText.Culture,
            $"Backup {restore.BackupId} was restored into database '{restore.Database}' in {EventText.Of(restore.Duration)}: "
            + $"{EventText.Of(restore.Tables, "table")}, {EventText.Of(restore.Rows, "row")}."),
        Database = restore.Database,
        BackupId = restore.BackupId,
        Duration = restore.Duration,
        Rows = restore.Rows,
        Warnings = restore.Warnings,
        Advice = restore.Warnings.Count == 0 ? null : "Look at the warnings: they say what was left out or done otherwise.",
    };

    private static BackupEvent Verified(VerificationReport report)
    {
        var told = new BackupEvent
        {
            Kind = BackupEventKind.Verified,
            Severity = BackupEventSeverity.Information,
            Message = $"{What(report)} was verified ({Level(report.Level)}) in {EventText.Of(report.Duration)}, and is good.",
            Database = report.Database,
            BackupId = report.BackupId,
            Duration = report.Duration,
        };
        if (report.IsGood)
            return told;
        told = told with { Kind = BackupEventKind.VerificationFailed, Severity = BackupEventSeverity.Error, Warnings = report.Problems };
        return report.IsInconclusive
            ? told with
            {
                Message = $"{What(report)} could not be verified ({Level(report.Level)}).",
                Advice = "Nothing is said of the backup itself: mend what the problems name, and verify it again.",
            }
            : told with
            {
                Message = $"{What(report)} is damaged: the verification ({Level(report.Level)}) found "
                    + $"{EventText.Of(report.Problems.Count, "problem")}.",
                Advice = "Do not count on it. Make a new backup now, and look for the cause in the store.",
            };
    }

    private static string What(VerificationReport report) =>
        $"Backup {report.BackupId}{(report.Database is null ? "" : $" of database '{report.Database}'")}";

    private static string Level(VerificationLevel level) => level switch
    {
        VerificationLevel.Checksums => "checksums",
        VerificationLevel.Structure => "structure",
        _ => "test restore",
    };

    private static BackupEvent WithOrigin(BackupEvent told) => HistoryOrigin.Current is not { } origin
        ? told
        : told with
        {
            ScheduleId = origin.ScheduleId,
            ScheduleName = origin.ScheduleName,
            DueAt = origin.DueAt,
            Instance = origin.Instance,
        };
}
