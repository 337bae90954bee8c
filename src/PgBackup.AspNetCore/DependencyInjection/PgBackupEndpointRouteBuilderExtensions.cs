using System.Diagnostics.CodeAnalysis;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using PgBackup.AspNetCore;
using PgBackup.AspNetCore.Access;
using PgBackup.AspNetCore.Endpoints;
using PgBackup.AspNetCore.Operations;

namespace Microsoft.AspNetCore.Builder;

/// <summary>Maps the HTTP API of PgBackup.</summary>
public static class PgBackupEndpointRouteBuilderExtensions
{
    /// <summary>Maps the API below <paramref name="prefix"/>, for administrators only
    /// (<see cref="PgBackupPolicies.Administrator"/>).</summary>
    /// <param name="endpoints">The host's routes.</param>
    /// <param name="prefix">The path of the list of backups, for instance <c>/api/backup</c>.</param>
    /// <returns>All endpoints, for conventions of the host's own. <c>AllowAnonymous</c> is none of them: it is taken off again.</returns>
    /// <exception cref="InvalidOperationException"><c>AddHttpApi</c> was not called; the host has no authentication; or backups would be
    /// kept where the host serves files from.</exception>
    public static IEndpointConventionBuilder MapPgBackup(
        this IEndpointRouteBuilder endpoints, [StringSyntax("Route")] string prefix = "/api/backup")
    {
        ArgumentNullException.ThrowIfNull(endpoints);
        ArgumentNullException.ThrowIfNull(prefix);
        var services = endpoints.ServiceProvider;
        if (services.GetService<OperationRegistry>() is null)
            throw new InvalidOperationException("MapPgBackup needs services.AddPgBackup(…).AddHttpApi().");
        var options = services.GetRequiredService<IOptions<PgBackupHttpOptions>>().Value;
        ServedDirectories.RefuseStoreWithin(services);
        if (options.AnonymousAdministrators)
            services.GetRequiredService<ILoggerFactory>().CreateLogger(Log.Category).AnonymousAdministratorsAllowed(prefix);
        else
            AdministratorPolicy.RequireAuthentication(services);

        var group = endpoints.MapGroup(prefix);
        foreach (var endpoint in ApiEndpoints.All)
        {
            group.MapMethods(endpoint.Path, endpoint.Methods, context => ApiPipeline.RunAsync(context, endpoint))
                .WithMetadata(endpoint, new RequestSizeLimit(options.MaxRequestBodyBytes))
                .WithTags("PgBackup", endpoint.Tag)
                .WithSummary(endpoint.Summary);
        }

        group.RequireAuthorization(PgBackupPolicies.Administrator).DisableCookieRedirect();
        EndpointAccess.Close(group, options.AnonymousAdministrators);
        return group;
    }

    private sealed record RequestSizeLimit(long? MaxRequestBodySize) : IRequestSizeLimitMetadata;
}
