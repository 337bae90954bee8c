using System.Net;
using System.Security.Claims;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace PgBackup.Web.SignIn;

/// <summary>Signs in people by a page, and programs by JSON; both get a cookie.</summary>
public static class SignInEndpoints
{
    public static void MapSignIn(this IEndpointRouteBuilder endpoints)
    {
        endpoints.MapGet("/", (HttpContext context) => Page(
            context, context.User.Identity?.Name is { } name ? $"<p>You are {WebUtility.HtmlEncode(name)}.</p>" : ""));
        endpoints.MapGet("/sign-in", (HttpContext context, IAntiforgery antiforgery, string? returnUrl) =>
            Page(context, Form(antiforgery.GetAndStoreTokens(context), LocalOr("/", returnUrl))));
        // The form's token is checked, as it binds a form.
        endpoints.MapPost("/sign-in", async (
            HttpContext context, Accounts accounts, string? returnUrl, [FromForm] string name, [FromForm] string password) =>
            await SignInAsync(context, accounts, name, password)
                ? Results.LocalRedirect(LocalOr("/", returnUrl))
                : Results.LocalRedirect($"/sign-in?returnUrl={Uri.EscapeDataString(LocalOr("/", returnUrl))}"));
        endpoints.MapGet("/denied", (HttpContext context) =>
        {
            context.Response.StatusCode = StatusCodes.Status403Forbidden;
            return Page(context, "<p>That is for administrators.</p>");
        });
        // No form can send JSON.
        endpoints.MapPost("/session", async (HttpContext context, Accounts accounts, Credentials credentials) =>
            await SignInAsync(context, accounts, credentials.Name, credentials.Password) ? Results.NoContent() : Results.Unauthorized());
        endpoints.MapDelete("/session", (HttpContext context) => context.SignOutAsync());
    }

    // Whoever sends people a link decides where they come out, but not on another site.
    private static string LocalOr(string other, string? url) => RedirectHttpResult.IsLocalUrl(url) ? url! : other;

    private static async Task<bool> SignInAsync(HttpContext context, Accounts accounts, string name, string password)
    {
        if (accounts.Find(name, password) is not { } account)
            return false;
        var identity = new ClaimsIdentity(
            [new Claim(ClaimTypes.Name, account.Name), new Claim(ClaimTypes.Role, account.Role)],
            CookieAuthenticationDefaults.AuthenticationScheme);
        await context.SignInAsync(new ClaimsPrincipal(identity));
        return true;
    }

    private static IResult Page(HttpContext context, string content)
    {
        context.Response.Headers.ContentSecurityPolicy = "default-src 'none'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'";
        return Results.Content(
            $"""
            <!doctype html>
            <html lang="en">
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width">
            <title>PgBackup</title>
            <h1>PgBackup</h1>
            {content}
            <p><a href="/sign-in">Sign in</a> · <a href="/backups/">Dashboard</a> · <a href="/api/backup">Backups as JSON</a> ·
            <a href="/api/backup/openapi.json">OpenAPI</a></p>
            </html>
            """,
            "text/html; charset=utf-8");
    }

    private static string Form(AntiforgeryTokenSet tokens, string returnUrl) =>
        $"""
        <form method="post" action="/sign-in?returnUrl={Uri.EscapeDataString(returnUrl)}">
        <input type="hidden" name="{tokens.FormFieldName}" value="{tokens.RequestToken}">
        <p><label>Name <input name="name" autocomplete="username" required></label></p>
        <p><label>Password <input name="password" type="password" autocomplete="current-password" required></label></p>
        <p><button>Sign in</button></p>
        </form>
        """;
}
