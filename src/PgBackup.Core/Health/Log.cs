using Microsoft.Extensions.Logging;

namespace PgBackup.Health;

/// <summary>What this room logs: events 8000 to 8999.</summary>
internal static partial class Log
{
    [LoggerMessage(8001, LogLevel.Warning, "Backups are {Status}: {Reasons}")]
    public static partial void BecameWorse(this ILogger logger, BackupHealthStatus status, string reasons);

    [LoggerMessage(8002, LogLevel.Information, "Backups are healthy again")]
    public static partial void BecameHealthy(this ILogger logger);

    [LoggerMessage(8003, LogLevel.Warning, "It could not be looked how it stands with backups: {Reason}")]
    public static partial void NotChecked(this ILogger logger, Exception exception, string reason);
}
