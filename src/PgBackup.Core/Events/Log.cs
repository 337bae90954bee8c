using Microsoft.Extensions.Logging;

namespace PgBackup.Events;

/// <summary>What this room logs: events 7000 to 7999.</summary>
internal static partial class Log
{
    [LoggerMessage(7001, LogLevel.Warning, "Notifier {Notifier} failed on event {Kind} {EventId}: {Reason}")]
    public static partial void NotifierFailed(
        this ILogger logger, Exception exception, string notifier, BackupEventKind kind, Guid eventId, string reason);

    [LoggerMessage(7002, LogLevel.Warning, "Notifier {Notifier} did not deliver event {Kind} {EventId} within {Timeout}; it is given up")]
    public static partial void NotifierHung(this ILogger logger, string notifier, BackupEventKind kind, Guid eventId, string timeout);

    [LoggerMessage(
        7003, LogLevel.Warning, "Notifier {Notifier} is too slow, or the host has stopped: event {Kind} ({Severity}) {EventId} is dropped")]
    public static partial void EventDropped(
        this ILogger logger, string notifier, BackupEventKind kind, BackupEventSeverity severity, Guid eventId);

    [LoggerMessage(7004, LogLevel.Warning, "Notifier {Notifier} was not told of {Count} events, as the host stopped")]
    public static partial void EventsLeft(this ILogger logger, string notifier, int count);

    [LoggerMessage(7005, LogLevel.Error, "An event could not be published; notifiers are not told of it: {Reason}")]
    public static partial void NotPublished(this ILogger logger, Exception exception, string reason);
}
