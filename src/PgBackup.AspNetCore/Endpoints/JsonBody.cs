using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;
using PgBackup.AspNetCore.Errors;

namespace PgBackup.AspNetCore.Endpoints;

/// <summary>Reads bodies, and says which field is wrong with one that is.</summary>
internal static class JsonBody
{
    /// <exception cref="ApiException"><c>invalid_request</c>, <c>unsupported_media_type</c>, <c>request_too_large</c>.</exception>
    public static async Task<T> ReadAsync<T>(HttpRequest request, JsonTypeInfo<T> type, int limit, CancellationToken cancellationToken)
        where T : class, new()
    {
        var body = await ReadBytesAsync(request, limit, cancellationToken).ConfigureAwait(false);
        if (body.Length == 0)
            return new T();
        // Also keeps out forms, which any page may post without asking.
        if (!IsJson(request.ContentType))
            throw new ApiException(ApiErrorCodes.UnsupportedMediaType, "Send Content-Type: application/json, in UTF-8.");
        try
        {
            return JsonSerializer.Deserialize(body.Span, type) ?? throw ApiException.Invalid("$", "The body must be a JSON object.");
        }
        catch (JsonException exception)
        {
            throw Explain(exception, type);
        }
    }

    private static async Task<ReadOnlyMemory<byte>> ReadBytesAsync(HttpRequest request, int limit, CancellationToken cancellationToken)
    {
        if (request.ContentLength > limit)
            throw TooLarge(limit);
        using var bytes = new MemoryStream();
        var buffer = new byte[4096];
        int read;
        while ((read = await request.Body.ReadAsync(buffer, cancellationToken).ConfigureAwait(false)) > 0)
        {
            if (bytes.Length + read > limit)
                throw TooLarge(limit);
            bytes.Write(buffer, 0, read);
        }

        return bytes.GetBuffer().AsMemory(0, (int)bytes.Length);
    }

    private static ApiException TooLarge(int limit) => new(ApiErrorCodes.RequestTooLarge, $"The body may have {limit} bytes.");

    private static bool IsJson(string? contentType) =>
        MediaTypeHeaderValue.TryParse(contentType, out var type)
        && type.MediaType.Equals("application/json", StringComparison.OrdinalIgnoreCase)
        && (!type.Charset.HasValue || type.Charset.Equals("utf-8", StringComparison.OrdinalIgnoreCase));

    private static ApiException Explain(JsonException exception, JsonTypeInfo type)
    {
        var path = exception.Path ?? "$";
        if (path.StartsWith("$.", StringComparison.Ordinal))
            path = path[2..];
        if (exception is FieldException)
            return ApiException.Invalid(path, exception.Message);
        if (exception.InnerException is JsonException || path == "$")
            return ApiException.Invalid(path, Syntax(exception));
        var name = path.Split('.', '[')[0];
        return type.Properties.Any(p => p.Name == name)
            ? ApiException.Invalid(path, "It is there twice, or its value is of the wrong type.")
            : ApiException.Invalid(path, $"There is no such field. There is {string.Join(", ", type.Properties.Select(p => p.Name))}.");
    }

    private static string Syntax(JsonException exception) =>
        exception is { LineNumber: { } line, BytePositionInLine: { } position }
        ? $"The body is not a JSON object as it must be: see line {line + 1}, byte {position + 1}."
        : "The body is not a JSON object.";
}
