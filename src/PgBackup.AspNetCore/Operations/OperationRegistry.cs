using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using PgBackup.AspNetCore.Endpoints;
using PgBackup.AspNetCore.Errors;

namespace PgBackup.AspNetCore.Operations;

/// <summary>The operations of this process: those that run, and some that have ended.</summary>
internal sealed class OperationRegistry(
    IOptions<PgBackupHttpOptions> options, TimeProvider time, IHostApplicationLifetime lifetime, ILogger<OperationRegistry> logger)
    : IHostedService, IDisposable
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, Operation> _operations = new(StringComparer.Ordinal);
    private CancellationTokenRegistration _stopping;

    /// <summary>Starts an operation, which then needs nobody.</summary>
    /// <remarks>What is wrong with the options the library says at once: then nothing was started, and the exception is thrown
    /// on.</remarks>
    /// <exception cref="ApiException"><c>too_many_operations</c>, <c>restore_in_progress</c>, <c>shutting_down</c>.</exception>
    public Operation Start(OperationRequest request, Func<Operation, Task<OperationResult>> work)
    {
        Operation operation;
        lock (_gate)
        {
            Forget();
            if (lifetime.ApplicationStopping.IsCancellationRequested)
                throw new ApiException(ApiErrorCodes.ShuttingDown, "Nothing new is started.");
            var running = _operations.Values.Where(o => o.IsRunning).ToList();
            if (request.RestoredDatabase is { } database && running.Find(o => o.Request.RestoredDatabase == database) is { } other)
            {
                throw new ApiException(
                    ApiErrorCodes.RestoreInProgress, $"Operation {other.Id} restores into it. Wait for its end, or cancel it.");
            }

            if (running.Count >= options.Value.MaxConcurrentOperations)
            {
                throw new ApiException(
                    ApiErrorCodes.TooManyOperations,
                    $"At most {options.Value.MaxConcurrentOperations} operations run at the same time. Try again later.");
            }

            operation = new Operation(request, time);
            _operations.Add(operation.Id, operation);
        }

        var begun = work(operation);
        if (begun.IsFaulted)
        {
            lock (_gate)
                _operations.Remove(operation.Id);
            operation.Dispose();
            begun.GetAwaiter().GetResult();
        }

        logger.OperationStarted(operation.Id, EnumNames<OperationKind>.NameOf(request.Kind), request.User);
        _ = RunAsync(operation, begun);
        return operation;
    }

    /// <exception cref="ApiException"><c>operation_not_found</c>: it never was, or has been forgotten.</exception>
    public Operation Get(string id)
    {
        lock (_gate)
        {
            Forget();
            return _operations.TryGetValue(id, out var operation)
                ? operation
                : throw new ApiException(
                    ApiErrorCodes.OperationNotFound, "Operations are forgotten some time after they ended; the history has them all.");
        }
    }

    /// <summary>Lists operations, the newest first.</summary>
    public IReadOnlyList<Operation> List()
    {
        lock (_gate)
        {
            Forget();
            return [.. _operations.Values.OrderByDescending(o => o.Id, StringComparer.Ordinal)];
        }
    }

    /// <summary>Tells whether an operation reads a backup just now.</summary>
    public bool Uses(string backupId)
    {
        lock (_gate)
            return _operations.Values.Any(o => o.IsRunning && o.Request.BackupId == backupId);
    }

    public Task StartAsync(CancellationToken cancellationToken)
    {
        // Before the web server waits for requests, which may wait for operations.
        _stopping = lifetime.ApplicationStopping.Register(CancelAll);
        return Task.CompletedTask;
    }

    /// <summary>Waits until what was cancelled has undone what it had begun.</summary>
    public Task StopAsync(CancellationToken cancellationToken)
    {
        CancelAll();
        return Task.WhenAll(List().Select(o => o.Ended)).WaitAsync(cancellationToken);
    }

    public void Dispose()
    {
        _stopping.Dispose();
        foreach (var operation in _operations.Values)
            operation.Dispose();
    }

    private async Task RunAsync(Operation operation, Task<OperationResult> work)
    {
        var kind = EnumNames<OperationKind>.NameOf(operation.Request.Kind);
        var (state, result, problem) = (OperationState.Succeeded, (OperationResult?)null, (ProblemResponse?)null);
        try
        {
            result = await work.ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (operation.Cancellation.IsCancellationRequested)
        {
            state = OperationState.Cancelled;
            problem = Problems.Of(
                lifetime.ApplicationStopping.IsCancellationRequested ? ApiErrorCodes.ShuttingDown : ApiErrorCodes.OperationCancelled,
                "What it had begun was undone.");
        }
        catch (Exception exception)
        {
            state = OperationState.Failed;
            // The options were checked before it began: later, a wrong argument is a mistake in the library or the host.
            problem = exception is ArgumentException ? null : Problems.From(exception);
            if (problem is null)
            {
                logger.OperationBroke(exception, operation.Id, kind);
                problem = Problems.Of(ApiErrorCodes.InternalError, "The host's log tells more.");
            }
        }

        if (problem is not null)
            problem = problem.DocumentedAt(options.Value.ErrorDocumentation) with { OperationId = operation.Id };
        operation.End(state, result, problem);
        if (problem is null)
            logger.OperationEnded(operation.Id, kind, EnumNames<OperationState>.NameOf(state));
        else
            logger.OperationEndedWithError(operation.Id, kind, EnumNames<OperationState>.NameOf(state), problem.Code);
    }

    private void CancelAll()
    {
        foreach (var operation in List().Where(o => o.IsRunning))
            operation.Cancel();
    }

    private void Forget()
    {
        var ended = _operations.Values.Where(o => !o.IsRunning).OrderByDescending(o => o.FinishedAt).ToList();
        var oldest = time.GetUtcNow() - options.Value.KeepFinishedOperations;
        for (var i = 0; i < ended.Count; i++)
        {
            // Not disposed of: somebody may be looking at it, and there is nothing to it but memory.
            if (i >= options.Value.MaxFinishedOperations || ended[i].FinishedAt < oldest)
                _operations.Remove(ended[i].Id);
        }
    }
}
