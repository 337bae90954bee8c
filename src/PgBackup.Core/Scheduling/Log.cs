using Microsoft.Extensions.Logging;

namespace PgBackup.Scheduling;

/// <summary>What this room logs: events 6000 to 6999.</summary>
internal static partial class Log
{
    [LoggerMessage(
        6001, LogLevel.Information, "Schedule {ScheduleId}: run due at {DueAt:O} begins in instance {Instance} (claim {Claims})")]
    public static partial void RunBegan(this ILogger logger, string scheduleId, DateTimeOffset dueAt, string instance, int claims);

    [LoggerMessage(6002, LogLevel.Information, "Schedule {ScheduleId}: run due at {DueAt:O} made backup {BackupId} in {ElapsedMs} ms")]
    public static partial void RunSucceeded(this ILogger logger, string scheduleId, DateTimeOffset dueAt, string? backupId, long elapsedMs);

    [LoggerMessage(
        6003, LogLevel.Error, "Schedule {ScheduleId}: run due at {DueAt:O} failed after {Attempts} attempts ({ErrorCode}): {Reason}")]
    public static partial void RunFailed(
        this ILogger logger, Exception? exception, string scheduleId, DateTimeOffset dueAt, int attempts, string? errorCode, string reason);

    [LoggerMessage(6004, LogLevel.Warning,
        "Schedule {ScheduleId}: run due at {DueAt:O} is tried again in {Delay} (attempt {Attempt} failed): {Reason}")]
    public static partial void RunRetried(
        this ILogger logger, string scheduleId, DateTimeOffset dueAt, TimeSpan delay, int attempt, string reason);

    [LoggerMessage(6005, LogLevel.Warning, "Schedule {ScheduleId}: {Count} due times were {State}, the last at {DueAt:O}")]
    public static partial void NotRun(this ILogger logger, string scheduleId, int count, string state, DateTimeOffset dueAt);

    [LoggerMessage(6006, LogLevel.Information, "Schedule {ScheduleId}: run due at {DueAt:O} was given back, as the host stops")]
    public static partial void RunGivenBack(this ILogger logger, string scheduleId, DateTimeOffset dueAt);

    [LoggerMessage(
        6007, LogLevel.Warning, "Schedule {ScheduleId}: run due at {DueAt:O} is no longer this instance's, and was stopped: {Reason}")]
    public static partial void RunLost(this ILogger logger, string scheduleId, DateTimeOffset dueAt, string reason);

    [LoggerMessage(6008, LogLevel.Warning, "Schedules wait for the database; next try in {Delay}: {Reason}")]
    public static partial void DatabaseAway(this ILogger logger, Exception exception, TimeSpan delay, string reason);

    [LoggerMessage(6009, LogLevel.Information, "Schedules go on: the database is there again")]
    public static partial void DatabaseBack(this ILogger logger);

    [LoggerMessage(6010, LogLevel.Error, "Schedule {ScheduleId} of the database cannot be used: {Reason}")]
    public static partial void StoredScheduleWrong(this ILogger logger, string scheduleId, string reason);

    [LoggerMessage(6011, LogLevel.Error, "Schedule {ScheduleId}: old backups could not be deleted after backup {BackupId}: {Reason}")]
    public static partial void RetentionFailed(
        this ILogger logger, Exception? exception, string scheduleId, string? backupId, string reason);

    [LoggerMessage(
        6012, LogLevel.Information, "Schedule {ScheduleId}: run due at {DueAt:O} had made backup {BackupId} before its instance ended")]
    public static partial void RunAdopted(this ILogger logger, string scheduleId, DateTimeOffset dueAt, string backupId);

    [LoggerMessage(6013, LogLevel.Information, "Schedules run in instance {Instance}")]
    public static partial void Started(this ILogger logger, string instance);

    [LoggerMessage(
        6014, LogLevel.Warning,
        "Schedule {ScheduleId}: run due at {DueAt:O} was made twice; backup {BackupId} was deleted, {KeptId} is kept")]
    public static partial void DoubleRemoved(this ILogger logger, string scheduleId, DateTimeOffset dueAt, string backupId, string keptId);

    [LoggerMessage(
        6015, LogLevel.Warning, "Schedule {ScheduleId}: how many runs had failed before that of {DueAt:O} is not told: {Reason}")]
    public static partial void FailuresNotCounted(
        this ILogger logger, Exception exception, string scheduleId, DateTimeOffset dueAt, string reason);

    [LoggerMessage(
        6016, LogLevel.Warning, "Schedule {ScheduleId}: run due at {DueAt:O} may have been made twice; that is left as it is: {Reason}")]
    public static partial void DoublesNotRemoved(
        this ILogger logger, Exception exception, string scheduleId, DateTimeOffset dueAt, string reason);
}
