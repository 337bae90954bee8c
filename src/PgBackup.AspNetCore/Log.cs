using Microsoft.Extensions.Logging;

namespace PgBackup.AspNetCore;

/// <summary>What the HTTP API logs: events 9000 to 9999.</summary>
internal static partial class Log
{
    /// <summary>The category of what no class of its own logs.</summary>
    public const string Category = "PgBackup.AspNetCore";

    [LoggerMessage(
        9001, LogLevel.Warning,
        "Everybody who reaches {Path} may read, delete and overwrite the database and its backups: "
        + "AllowAnonymousAdministrators was called")]
    public static partial void AnonymousAdministratorsAllowed(this ILogger logger, string path);

    [LoggerMessage(9002, LogLevel.Error, "{Method} {Path} failed")]
    public static partial void RequestFailed(this ILogger logger, Exception exception, string method, string path);

    [LoggerMessage(9003, LogLevel.Information, "Operation {OperationId} ({Kind}) was started for {User}")]
    public static partial void OperationStarted(this ILogger logger, string operationId, string kind, string? user);

    [LoggerMessage(9004, LogLevel.Information, "Operation {OperationId} ({Kind}) ended: {State}")]
    public static partial void OperationEnded(this ILogger logger, string operationId, string kind, string state);

    [LoggerMessage(9007, LogLevel.Information, "Operation {OperationId} ({Kind}) ended: {State} ({Code})")]
    public static partial void OperationEndedWithError(this ILogger logger, string operationId, string kind, string state, string code);

    [LoggerMessage(9005, LogLevel.Error, "Operation {OperationId} ({Kind}) failed")]
    public static partial void OperationBroke(this ILogger logger, Exception exception, string operationId, string kind);

    [LoggerMessage(9006, LogLevel.Information, "{User} asked for {Endpoint} at {Path}, answered {Status}")]
    public static partial void ChangeAsked(this ILogger logger, string? user, string endpoint, string path, int status);
}
