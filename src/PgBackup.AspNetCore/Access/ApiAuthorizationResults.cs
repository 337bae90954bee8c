using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Authorization.Policy;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using PgBackup.AspNetCore.Endpoints;
using PgBackup.AspNetCore.Errors;

namespace PgBackup.AspNetCore.Access;

/// <summary>Answers 401 and 403 with a problem, where the host's scheme would lead to a page for signing in. Other endpoints are left as
/// they are.</summary>
internal sealed class ApiAuthorizationResults(IAuthorizationMiddlewareResultHandler inner) : IAuthorizationMiddlewareResultHandler
{
    /// <summary>Puts this around the handler that is registered.</summary>
    public static void Decorate(IServiceCollection services)
    {
        var registered = services.Last(s => s.ServiceType == typeof(IAuthorizationMiddlewareResultHandler) && !s.IsKeyedService);
        services.AddTransient<IAuthorizationMiddlewareResultHandler>(provider => new ApiAuthorizationResults(Make(registered, provider)));
    }

    public async Task HandleAsync(
        RequestDelegate next, HttpContext context, AuthorizationPolicy policy, PolicyAuthorizationResult authorizeResult)
    {
        await inner.HandleAsync(next, context, policy, authorizeResult).ConfigureAwait(false);
        if (authorizeResult.Succeeded || context.Response.HasStarted || context.GetEndpoint()?.Metadata.GetMetadata<ApiEndpoint>() is null)
            return;
        // What the scheme says of itself in WWW-Authenticate stays.
        context.Response.Headers.Location = default;
        context.Response.Headers.SetCookie = default;
        var code = authorizeResult.Challenged ? ApiErrorCodes.Unauthenticated : ApiErrorCodes.Forbidden;
        await Problems.WriteAsync(context, Problems.Of(code)).ConfigureAwait(false);
    }

    private static IAuthorizationMiddlewareResultHandler Make(ServiceDescriptor service, IServiceProvider provider) =>
        (IAuthorizationMiddlewareResultHandler)(service.ImplementationInstance
            ?? service.ImplementationFactory?.Invoke(provider)
            ?? ActivatorUtilities.CreateInstance(provider, service.ImplementationType!));
}
