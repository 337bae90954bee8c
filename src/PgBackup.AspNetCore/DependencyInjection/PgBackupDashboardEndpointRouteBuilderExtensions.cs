using System.Diagnostics.CodeAnalysis;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using PgBackup.AspNetCore;
using PgBackup.AspNetCore.Access;
using PgBackup.AspNetCore.Dashboard;

namespace Microsoft.AspNetCore.Builder;

/// <summary>Maps the dashboard of PgBackup.</summary>
public static class PgBackupDashboardEndpointRouteBuilderExtensions
{
    /// <summary>Maps the dashboard at <paramref name="prefix"/>, and the API that it uses below it, at <c>PREFIX/api</c>; both for
    /// administrators only (<see cref="PgBackupPolicies.Administrator"/>).</summary>
    /// <param name="endpoints">The host's routes.</param>
    /// <param name="prefix">The path of the dashboard, for instance <c>/backups</c>.</param>
    /// <returns>All its endpoints, for conventions of the host's own. <c>AllowAnonymous</c> is none of them: it is taken off
    /// again.</returns>
    /// <remarks>Whoever is not signed in is led to the page for signing in that the host's scheme names, if it names one.</remarks>
    /// <exception cref="InvalidOperationException"><c>AddHttpApi</c> was not called; the host has no authentication; or backups would be
    /// kept where the host serves files from.</exception>
    public static IEndpointConventionBuilder MapPgBackupDashboard(
        this IEndpointRouteBuilder endpoints, [StringSyntax("Route")] string prefix = "/backups")
    {
        ArgumentNullException.ThrowIfNull(endpoints);
        ArgumentNullException.ThrowIfNull(prefix);
        var group = endpoints.MapGroup(prefix);
        group.MapPgBackup("/api");
        var page = group.MapMethods("/{**path}", [HttpMethods.Get, HttpMethods.Head], DashboardPage.RunAsync)
            .RequireAuthorization(PgBackupPolicies.Administrator)
            .ExcludeFromDescription();
        EndpointAccess.Close(
            page, endpoints.ServiceProvider.GetRequiredService<IOptions<PgBackupHttpOptions>>().Value.AnonymousAdministrators);
        return group;
    }
}
