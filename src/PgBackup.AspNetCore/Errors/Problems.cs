using System.Diagnostics;
using System.Globalization;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using PgBackup.AspNetCore.Endpoints;

namespace PgBackup.AspNetCore.Errors;

/// <summary>Turns what went wrong into problems, and answers with them. Nothing but messages written for readers gets into one.</summary>
internal static class Problems
{
    private const string MediaType = "application/problem+json";
    private const int RetryAfterSeconds = 5;

    /// <summary>Makes the problem of a code, with no more to say.</summary>
    public static ProblemResponse Of(string code, string? detail = null, string? field = null)
    {
        var kind = ErrorTable.Find(code);
        var blamed = field ?? kind.Field;
        return new ProblemResponse
        {
            Type = $"urn:pgbackup:error:{code}",
            Title = kind.Title,
            Status = kind.Status,
            Code = code,
            Detail = detail,
            Errors = blamed is null ? null : new Dictionary<string, IReadOnlyList<string>> { [blamed] = [detail ?? kind.Title] },
        };
    }

    /// <summary>Makes the problem of an exception; null where the host is to blame, and no more is to be told than that.</summary>
    public static ProblemResponse? From(Exception exception, RequestFields? fields = null) => exception switch
    {
        ApiException { Problem: { } problem } => problem,
        ApiException error => Of(error.Code, error.Message, error.Field),
        PgBackupException error => Of(error.Code, error.Message) with
        {
            BackupId = error.BackupId,
            ObjectName = error.ObjectName,
            Retryable = error.IsTransient ? true : null,
        },
        BadHttpRequestException { StatusCode: StatusCodes.Status413PayloadTooLarge } => Of(ApiErrorCodes.RequestTooLarge),
        BadHttpRequestException => Of(ApiErrorCodes.InvalidRequest, "The request could not be read."),
        ArgumentException error => Invalid(error, fields ?? RequestFields.None),
        _ => null,
    };

    public static async Task WriteAsync(HttpContext context, ProblemResponse problem)
    {
        var documentation = context.RequestServices.GetRequiredService<IOptions<PgBackupHttpOptions>>().Value.ErrorDocumentation;
        var response = context.Response;
        response.StatusCode = problem.Status;
        response.ContentType = MediaType;
        ResponseHeaders.Protect(response.Headers);
        if (problem.Status is StatusCodes.Status429TooManyRequests or StatusCodes.Status503ServiceUnavailable)
            response.Headers.RetryAfter = RetryAfterSeconds.ToString(CultureInfo.InvariantCulture);
        if (HttpMethods.IsHead(context.Request.Method))
            return;
        var told = problem.DocumentedAt(documentation) with { TraceId = Activity.Current?.Id ?? context.TraceIdentifier };
        await ApiJson.WriteAsync(response, told, ApiJson.Default.ProblemResponse, context.RequestAborted).ConfigureAwait(false);
    }

    // Of an option of the library that is out of its range, or contradicts another one.
    private static ProblemResponse Invalid(ArgumentException exception, RequestFields fields)
    {
        var message = exception.Message;
        // What .NET puts behind the message: the parameter, and the value.
        if (exception.ParamName is { } parameter)
            message = message.Split($" (Parameter '{parameter}')")[0];
        var blamed = fields.NamedIn(message, exception.ParamName);
        var problem = Of(ApiErrorCodes.InvalidRequest, message);
        return blamed.Count == 0 ? problem : problem with { Errors = blamed.ToDictionary(f => f, _ => (IReadOnlyList<string>)[message]) };
    }
}
