using System.Security.Claims;
using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using PgBackup.AspNetCore.Errors;

namespace PgBackup.AspNetCore.Endpoints;

/// <summary>One request to an endpoint.</summary>
internal sealed class ApiCall(HttpContext context, ApiEndpoint endpoint)
{
    private const int LongestUser = 200;

    public HttpContext Context => context;

    public HttpResponse Response => context.Response;

    /// <summary>Gets what ends when the client goes away.</summary>
    public CancellationToken Aborted => context.RequestAborted;

    public IDatabaseBackup Backups => Service<IDatabaseBackup>();

    public QueryValues Query { get; } = new(context.Request.Query, endpoint.Query);

    /// <summary>Gets the id in the path, whatever was written there; the library knows what an id looks like.</summary>
    public string Id => (string)context.Request.RouteValues["id"]!;

    /// <summary>Gets the name of who asks, as the host knows it, else the id: not every token has a name.</summary>
    public string? User
    {
        get
        {
            if (context.User.Identity is not { IsAuthenticated: true } identity)
                return null;
            var name = identity.Name ?? context.User.FindFirst(ClaimTypes.NameIdentifier)?.Value ?? context.User.FindFirst("sub")?.Value;
            return string.IsNullOrWhiteSpace(name) ? null : name[..Math.Min(name.Length, LongestUser)];
        }
    }

    /// <summary>Gets the path of the list of backups as the client has it, below which all others are.</summary>
    public string Root
    {
        get
        {
            var path = (context.Request.PathBase + context.Request.Path).ToUriComponent().TrimEnd('/');
            for (var i = 0; i < endpoint.Depth; i++)
                path = path[..path.LastIndexOf('/')];
            return path;
        }
    }

    /// <summary>Gets or sets the fields of the body, for messages of the library that name options.</summary>
    public RequestFields Fields { get; set; } = RequestFields.None;

    /// <summary>Gets a value indicating whether the client would rather be told where to look than wait (RFC 7240).</summary>
    public bool PrefersAsync => context.Request.Headers["Prefer"].ToString().Split(',').Any(p =>
        p.Split(';')[0].Trim().Equals("respond-async", StringComparison.OrdinalIgnoreCase));

    public T Service<T>()
        where T : notnull => context.RequestServices.GetRequiredService<T>();

    /// <summary>Reads the body; the type's defaults where there is none.</summary>
    public Task<T> ReadAsync<T>(JsonTypeInfo<T> type)
        where T : class, new() => JsonBody.ReadAsync(context.Request, type, Service<RequestGates>().MaxBodyBytes, Aborted);

    public Task WriteAsync<T>(int status, T value, JsonTypeInfo<T> type)
    {
        Response.StatusCode = status;
        Response.ContentType = "application/json";
        return HttpMethods.IsHead(context.Request.Method) ? Task.CompletedTask : ApiJson.WriteAsync(Response, value, type, Aborted);
    }
}
