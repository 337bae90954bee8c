using PgBackup.Events;
using PgBackup.History;

namespace PgBackup.Operations;

/// <summary>The one way of every operation: it is done, measured, logged in the history, and told of.</summary>
/// <param name="history">Gets its row.</param>
/// <param name="events">Gets its event; null where nobody can listen.</param>
/// <param name="time">The clock.</param>
internal sealed class OperationRunner(HistoryLog history, EventHub? events, TimeProvider time)
{
    /// <summary>Does <paramref name="action"/>, and tells of it. An operation that its caller cancelled has no event.</summary>
    /// <exception cref="PgBackupException"><c>history_failed</c>: the history is required and cannot be written; nothing was
    /// done.</exception>
    public async Task<T> RunAsync<T>(
        HistoryOperation operation, Func<Task<T>> action, Func<T, HistoryOutcome> outcome, CancellationToken cancellationToken)
    {
        var started = time.GetTimestamp();
        using var telemetry = OperationTelemetry.Begin(operation, time);
        try
        {
            var result = await history.RecordAsync(operation, action, outcome, cancellationToken).ConfigureAwait(false);
            telemetry.Ended(outcome(result));
            events?.Publish(() => OperationEvents.Of(operation, result));
            return result;
        }
        catch (Exception exception) when (exception is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
        {
            var duration = time.GetElapsedTime(started);
            telemetry.Failed(exception);
            events?.Publish(() => OperationEvents.Of(operation, exception, duration));
            throw;
        }
        catch (OperationCanceledException)
        {
            telemetry.Cancelled();
            throw;
        }
    }
}
