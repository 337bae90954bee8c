using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;
using PgBackup.AspNetCore.Errors;

namespace PgBackup.AspNetCore.Access;

/// <summary>Refuses what a page of another site has a browser ask for, which would carry the administrator's cookie along.</summary>
/// <remarks>Browsers say themselves where a request comes from: Sec-Fetch-Site (over https, and to the own machine), and Origin with every
/// request that may change something. A page can set neither. Programs that are no browsers send none of both, and hold no cookie of
/// somebody else.</remarks>
internal sealed class CrossSiteRequests(IOptions<PgBackupHttpOptions> options)
{
    private readonly HashSet<string> _allowedOrigins = new(options.Value.AllowedOrigins, StringComparer.OrdinalIgnoreCase);

    /// <exception cref="ApiException"><c>cross_site_request</c>.</exception>
    public void Refuse(HttpRequest request)
    {
        if (HttpMethods.IsGet(request.Method) || HttpMethods.IsHead(request.Method))
            return;
        var origin = request.Headers.Origin.ToString();
        if (_allowedOrigins.Contains(origin))
            return;
        var site = request.Headers["Sec-Fetch-Site"].ToString();
        var isOurs = site.Length > 0
            ? site is "same-origin" or "none"
            : origin.Length == 0 || string.Equals(origin, $"{request.Scheme}://{request.Host}", StringComparison.OrdinalIgnoreCase);
        if (!isOurs)
        {
            throw new ApiException(
                ApiErrorCodes.CrossSiteRequest, "A page of another site asked for this. AllowedOrigins names sites that may.");
        }
    }
}
