using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authorization;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace PgBackup.AspNetCore.Access;

/// <summary>Who is an administrator where the host does not say so.</summary>
internal sealed class AdministratorPolicy : IPostConfigureOptions<AuthorizationOptions>
{
    public void PostConfigure(string? name, AuthorizationOptions options)
    {
        if (options.GetPolicy(PgBackupPolicies.Administrator) is null)
        {
            options.AddPolicy(
                PgBackupPolicies.Administrator,
                policy => policy.RequireAuthenticatedUser().RequireRole(PgBackupPolicies.AdministratorRole));
        }
    }

    /// <exception cref="InvalidOperationException">The host cannot know who asks.</exception>
    public static void RequireAuthentication(IServiceProvider services)
    {
        // Asked for before anything listens; the schemes are in memory.
        var schemes = services.GetService<IAuthenticationSchemeProvider>()?.GetAllSchemesAsync().GetAwaiter().GetResult() ?? [];
        if (!schemes.Any())
        {
            throw new InvalidOperationException(
                "MapPgBackup needs to know who is an administrator, and the host has no authentication. Register a scheme, such as "
                + "builder.Services.AddAuthentication().AddCookie(), and give administrators the role "
                + $"'{PgBackupPolicies.AdministratorRole}' or register a policy '{PgBackupPolicies.Administrator}'. "
                + "Where nobody else reaches the host, AddHttpApi(o => o.AllowAnonymousAdministrators()) lets in everybody.");
        }
    }
}
