using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace PgBackup.AspNetCore.Dashboard;

/// <summary>Answers with the files of the dashboard.</summary>
internal static class DashboardPage
{
    // Only what comes with it runs, looks, or is asked for; no other site may frame it.
    private const string ContentSecurityPolicy =
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; "
        + "form-action 'none'; base-uri 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'";

    public static async Task RunAsync(HttpContext context)
    {
        var path = (string?)context.Request.RouteValues["path"] ?? "";
        var (request, response) = (context.Request, context.Response);
        // The addresses within the page are relative to its own.
        if (path.Length == 0 && !request.Path.Value!.EndsWith('/'))
        {
            response.Redirect($"{request.PathBase}{request.Path}/{request.QueryString}");
            return;
        }

        if (DashboardAssets.Find(path) is not { } asset)
        {
            response.StatusCode = StatusCodes.Status404NotFound;
            return;
        }

        Protect(response.Headers);
        response.Headers.ETag = asset.EntityTag;
        if (request.GetTypedHeaders().IfNoneMatch.Any(
            tag => tag.Compare(new EntityTagHeaderValue(asset.EntityTag), useStrongComparison: false)))
        {
            response.StatusCode = StatusCodes.Status304NotModified;
            return;
        }

        response.ContentType = asset.MediaType;
        response.ContentLength = asset.Content.Length;
        if (!HttpMethods.IsHead(request.Method))
            await response.Body.WriteAsync(asset.Content, context.RequestAborted).ConfigureAwait(false);
    }

    private static void Protect(IHeaderDictionary headers)
    {
        headers.ContentSecurityPolicy = ContentSecurityPolicy;
        headers.XContentTypeOptions = "nosniff";
        headers["Referrer-Policy"] = "no-referrer";
        headers["Cross-Origin-Opener-Policy"] = "same-origin";
        headers["Cross-Origin-Resource-Policy"] = "same-origin";
        headers.CacheControl = "private, no-cache";
    }
}
