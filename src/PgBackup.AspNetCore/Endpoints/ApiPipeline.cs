using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using PgBackup.AspNetCore.Access;
using PgBackup.AspNetCore.Errors;

namespace PgBackup.AspNetCore.Endpoints;

/// <summary>What every request goes through.</summary>
internal static class ApiPipeline
{
    private const int ClientClosedRequest = 499;

    public static async Task RunAsync(HttpContext context, ApiEndpoint endpoint)
    {
        ResponseHeaders.Protect(context.Response.Headers);
        ApiCall? call = null;
        try
        {
            context.RequestServices.GetRequiredService<CrossSiteRequests>().Refuse(context.Request);
            call = new ApiCall(context, endpoint);
            // It goes along with what the request starts, also when that outlives the request.
            using (call.User is { } user ? PgBackupCaller.Use(user) : null)
                await endpoint.Handler(call).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            if (!context.Response.HasStarted)
                context.Response.StatusCode = ClientClosedRequest;
        }
        catch (Exception exception) when (!context.Response.HasStarted)
        {
            context.Response.Clear();
            await Problems.WriteAsync(context, Problem(context, exception, call)).ConfigureAwait(false);
        }
        catch (Exception exception)
        {
            // The status is sent: only a broken connection can tell that the rest is missing.
            LogOf(context).RequestFailed(exception, context.Request.Method, context.Request.Path.ToUriComponent());
            context.Abort();
        }

        if (endpoint.Method != "GET")
        {
            LogOf(context).ChangeAsked(
                call?.User, endpoint.Name, context.Request.Path.ToUriComponent(), context.Response.StatusCode);
        }
    }

    private static ProblemResponse Problem(HttpContext context, Exception exception, ApiCall? call)
    {
        if (Problems.From(exception, call?.Fields) is { } problem)
            return problem;
        LogOf(context).RequestFailed(exception, context.Request.Method, context.Request.Path.ToUriComponent());
        return Problems.Of(ApiErrorCodes.InternalError, "The host's log tells more.");
    }

    private static ILogger LogOf(HttpContext context) =>
        context.RequestServices.GetRequiredService<ILoggerFactory>().CreateLogger(Log.Category);
}
