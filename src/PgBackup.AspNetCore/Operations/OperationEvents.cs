using System.Globalization;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using PgBackup.AspNetCore.Endpoints;

namespace PgBackup.AspNetCore.Operations;

/// <summary>Sends an operation as server-sent events: first as it is now, then each change, last its end. The event's name is the
/// operation's state, its id the operation's version, so that a client that comes back gets what is newer.</summary>
internal static class OperationEvents
{
    /// <summary>How long changes are gathered before the next event.</summary>
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(200);

    public static async Task RunAsync(ApiCall call)
    {
        var operation = call.Service<OperationRegistry>().Get(call.Id);
        var seen = long.TryParse(
            call.Context.Request.Headers["Last-Event-ID"].ToString(), NumberStyles.None, CultureInfo.InvariantCulture, out var version)
            ? version
            : 0;
        var state = operation.Describe();
        if (state.State != OperationState.Running && state.Version == seen)
        {
            // What tells an EventSource to stop coming back.
            call.Response.StatusCode = StatusCodes.Status204NoContent;
            return;
        }

        using var place = call.Service<RequestGates>().Events.Enter();
        call.Response.ContentType = "text/event-stream";
        call.Response.Headers["X-Accel-Buffering"] = "no";
        if (HttpMethods.IsHead(call.Context.Request.Method))
            return;
        call.Context.Features.Get<IHttpResponseBodyFeature>()?.DisableBuffering();
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(
            call.Aborted, call.Service<IHostApplicationLifetime>().ApplicationStopping);
        await call.Response.WriteAsync("retry: 2000\n\n", ending.Token).ConfigureAwait(false);
        try
        {
            await SendAsync(call, operation, seen, ending.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (!call.Aborted.IsCancellationRequested)
        {
            // The host is shutting down; the client comes back to whatever follows.
        }
    }

    private static async Task SendAsync(ApiCall call, Operation operation, long seen, CancellationToken cancellationToken)
    {
        var heartbeat = call.Service<IOptions<PgBackupHttpOptions>>().Value.EventHeartbeat;
        var time = call.Service<TimeProvider>();
        while (true)
        {
            var state = operation.Describe();
            if (state.Version != seen)
            {
                await WriteAsync(call.Response, state, cancellationToken).ConfigureAwait(false);
                seen = state.Version;
                if (state.State != OperationState.Running)
                    return;
                await Task.Delay(Pause, time, cancellationToken).ConfigureAwait(false);
            }

            if (!await ChangedAsync(operation, seen, heartbeat, time, cancellationToken).ConfigureAwait(false))
            {
                await call.Response.WriteAsync(": still there\n\n", cancellationToken).ConfigureAwait(false);
                await call.Response.Body.FlushAsync(cancellationToken).ConfigureAwait(false);
            }
        }
    }

    private static async Task<bool> ChangedAsync(
        Operation operation, long version, TimeSpan limit, TimeProvider time, CancellationToken cancellationToken)
    {
        using var timeout = new CancellationTokenSource(limit, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellationToken);
        try
        {
            await operation.WaitForChangeAsync(version, either.Token).ConfigureAwait(false);
            return true;
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return false;
        }
    }

    private static async Task WriteAsync(HttpResponse response, OperationResponse state, CancellationToken cancellationToken)
    {
        // On one line: JSON that is not indented has no line feeds.
        var data = JsonSerializer.Serialize(state, ApiJson.Default.OperationResponse);
        var name = EnumNames<OperationState>.NameOf(state.State);
        await response.WriteAsync($"id: {state.Version}\nevent: {name}\ndata: {data}\n\n", cancellationToken).ConfigureAwait(false);
        await response.Body.FlushAsync(cancellationToken).ConfigureAwait(false);
    }
}
