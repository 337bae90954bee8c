using Microsoft.Extensions.Logging;

namespace PgBackup.History;

/// <summary>What this room logs: events 5000 to 5999.</summary>
internal static partial class Log
{
    [LoggerMessage(5001, LogLevel.Warning, "The {Operation} goes on without an entry in the history: {Reason}")]
    public static partial void HistoryNotBegun(this ILogger logger, Exception exception, string operation, string reason);

    [LoggerMessage(5002, LogLevel.Warning, "The history does not tell how the {Operation} ended ({Outcome}): {Reason}")]
    public static partial void HistoryNotEnded(this ILogger logger, Exception exception, string operation, string outcome, string reason);

    [LoggerMessage(5003, LogLevel.Information, "{Operations} operations and {Runs} runs were removed from the history")]
    public static partial void HistoryPruned(this ILogger logger, long operations, long runs);

    [LoggerMessage(5004, LogLevel.Warning, "Old rows of the history could not be removed: {Reason}")]
    public static partial void HistoryNotPruned(this ILogger logger, Exception exception, string reason);
}
