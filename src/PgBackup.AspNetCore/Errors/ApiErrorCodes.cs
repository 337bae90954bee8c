namespace PgBackup.AspNetCore.Errors;

/// <summary>The codes of problems that are not the library's but those of asking over HTTP. Their meaning never changes.</summary>
internal static class ApiErrorCodes
{
    public const string CrossSiteRequest = "cross_site_request";

    public const string Forbidden = "forbidden";

    public const string InternalError = "internal_error";

    public const string InvalidRequest = "invalid_request";

    public const string OperationCancelled = "operation_cancelled";

    public const string OperationNotFound = "operation_not_found";

    public const string RequestTooLarge = "request_too_large";

    public const string RestoreInProgress = "restore_in_progress";

    public const string ShuttingDown = "shutting_down";

    public const string TooManyOperations = "too_many_operations";

    public const string Unauthenticated = "unauthenticated";

    public const string UnsupportedMediaType = "unsupported_media_type";
}
