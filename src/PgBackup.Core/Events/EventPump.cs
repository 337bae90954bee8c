using Microsoft.Extensions.Logging;

namespace PgBackup.Events;

/// <summary>One receiver's queue, and the loop that empties it, which runs only while there is something in it.</summary>
internal sealed class EventPump(
    string name, Func<BackupEvent, CancellationToken, Task> deliver, TimeSpan timeout, int capacity, TimeProvider time, ILogger logger)
    : IAsyncDisposable
{
    private readonly Lock _lock = new();
    private readonly EventQueue _queue = new(capacity);
    private readonly CancellationTokenSource _closing = new();
    private Task _pumping = Task.CompletedTask;
    private bool _isPumping;
    private bool _isClosed;
    private long _delivered;
    private long _failed;
    private long _dropped;

    /// <summary>Gets how the receiver has done so far.</summary>
    public NotifierStatus Status => new()
    {
        Name = name,
        Delivered = Interlocked.Read(ref _delivered),
        Failed = Interlocked.Read(ref _failed),
        Dropped = Interlocked.Read(ref _dropped),
    };

    /// <summary>Puts an event in the queue; neither waits nor throws.</summary>
    public void Add(BackupEvent added)
    {
        BackupEvent? dropped;
        lock (_lock)
        {
            dropped = _isClosed ? added : _queue.Add(added);
            if (!_isPumping && !_isClosed)
            {
                _isPumping = true;
                _pumping = StartPumping();
            }
        }

        if (dropped is null)
            return;
        Interlocked.Increment(ref _dropped);
        logger.EventDropped(name, dropped.Kind, dropped.Severity, dropped.Id);
    }

    /// <summary>Waits until the queue is empty and the last event delivered.</summary>
    /// <returns>False when time was up first.</returns>
    public async Task<bool> FlushAsync(CancellationToken timeIsUp)
    {
        Task pumping;
        lock (_lock)
            pumping = _pumping;
        await pumping.WaitAsync(timeIsUp).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        return pumping.IsCompleted;
    }

    /// <summary>Takes no event any more, and gives up those that are left.</summary>
    public async ValueTask DisposeAsync()
    {
        int left;
        lock (_lock)
        {
            if (_isClosed)
                return;
            _isClosed = true;
            for (left = 0; _queue.Take() is not null; left++)
                Interlocked.Increment(ref _dropped);
        }

        if (left > 0)
            logger.EventsLeft(name, left);
        await _closing.CancelAsync().ConfigureAwait(false);
        // The one under way sees the token, and ends.
        await _pumping.ConfigureAwait(false);
        _closing.Dispose();
    }

    // What happens from now on is not part of the run or the trace that the event came from.
    private Task StartPumping()
    {
        if (ExecutionContext.IsFlowSuppressed())
            return Task.Run(PumpAsync);
        using (ExecutionContext.SuppressFlow())
            return Task.Run(PumpAsync);
    }

    private async Task PumpAsync()
    {
        while (true)
        {
            BackupEvent? next;
            lock (_lock)
            {
                next = _queue.Take();
                if (next is null)
                {
                    _isPumping = false;
                    return;
                }
            }

            await DeliverAsync(next).ConfigureAwait(false);
        }
    }

    private async Task DeliverAsync(BackupEvent next)
    {
        using var timer = new CancellationTokenSource(timeout, time);
        var either = CancellationTokenSource.CreateLinkedTokenSource(timer.Token, _closing.Token);
        // On a thread of its own choice: it may block.
        var call = Task.Run(() => deliver(next, either.Token));
        try
        {
            await call.WaitAsync(either.Token).ConfigureAwait(false);
            Interlocked.Increment(ref _delivered);
        }
        catch (OperationCanceledException) when (either.IsCancellationRequested)
        {
            Interlocked.Increment(ref _failed);
            var limit = timer.IsCancellationRequested ? timeout.ToString() : "the time that the host waits";
            logger.NotifierHung(name, next.Kind, next.Id, limit);
            // Not called again while it hangs: so it has one call at most, and what waits for it is bounded by the queue.
            await call.WaitAsync(_closing.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
        catch (Exception exception)
        {
            Interlocked.Increment(ref _failed);
            logger.NotifierFailed(
                exception, name, next.Kind, next.Id, ExceptionText.Of(exception));
        }

        if (call.IsCompleted)
            either.Dispose();
    }
}
