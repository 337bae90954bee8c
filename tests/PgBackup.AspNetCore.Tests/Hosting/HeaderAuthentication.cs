using System.Security.Claims;
using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace PgBackup.AspNetCore.Tests.Hosting;

/// <summary>Believes the headers <c>X-User</c> and <c>X-Role</c>, as behind a gateway that signs people in.</summary>
public sealed class HeaderAuthentication(
    IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory logger, UrlEncoder encoder)
    : AuthenticationHandler<AuthenticationSchemeOptions>(options, logger, encoder)
{
    public const string SchemeName = "Header";

    protected override Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        var name = Request.Headers["X-User"].ToString();
        if (name.Length == 0)
            return Task.FromResult(AuthenticateResult.NoResult());
        // As a token does that has an id, and no name.
        var claim = name.StartsWith("id-", StringComparison.Ordinal) ? "sub" : ClaimTypes.Name;
        var identity = new ClaimsIdentity(
            [new Claim(claim, name), new Claim(ClaimTypes.Role, Request.Headers["X-Role"].ToString())], SchemeName);
        return Task.FromResult(AuthenticateResult.Success(new AuthenticationTicket(new ClaimsPrincipal(identity), SchemeName)));
    }

    protected override Task HandleChallengeAsync(AuthenticationProperties properties)
    {
        Response.StatusCode = 401;
        Response.Headers.WWWAuthenticate = SchemeName;
        return Task.CompletedTask;
    }
}
