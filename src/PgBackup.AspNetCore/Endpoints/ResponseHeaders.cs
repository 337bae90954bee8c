using Microsoft.AspNetCore.Http;

namespace PgBackup.AspNetCore.Endpoints;

/// <summary>Headers of every answer.</summary>
internal static class ResponseHeaders
{
    /// <summary>Keeps answers out of caches, of other sites' pages, and from being taken for anything but what they are.</summary>
    public static void Protect(IHeaderDictionary headers)
    {
        headers.CacheControl = "no-store";
        headers.XContentTypeOptions = "nosniff";
        headers["Cross-Origin-Resource-Policy"] = "same-origin";
    }
}
