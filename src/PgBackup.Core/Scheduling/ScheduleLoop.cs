using System.Runtime.ExceptionServices;
using System.Threading.Channels;
using Microsoft.Extensions.Logging;

namespace PgBackup.Scheduling;

/// <summary>Waits for due times by the server's clock, takes what nobody has, and runs it.</summary>
internal sealed class ScheduleLoop(
    ScheduleCatalog catalog, RunLedger ledger, RunExecutor executor, RunEvents events, SchedulingOptions options, TimeProvider time,
    ILogger logger)
{
    private static readonly TimeSpan ShortestWait = TimeSpan.FromMilliseconds(5);

    private static readonly TimeSpan LongestBackOff = TimeSpan.FromSeconds(30);

    private readonly Channel<bool> _wake =
        Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });

    private int _running;

    private int Slots => options.MaxConcurrentRuns - Volatile.Read(ref _running);

    /// <summary>Makes the loop look at once: something changed.</summary>
    public void Wake() => _wake.Writer.TryWrite(true);

    /// <summary>Runs what is due when it is due, until it is stopped.</summary>
    public async Task RunAsync(CancellationToken stoppingToken)
    {
        logger.Started(ledger.Instance);
        var runs = new List<Task>();
        var failures = 0;
        while (!stoppingToken.IsCancellationRequested)
        {
            TimeSpan wait;
            try
            {
                wait = await PassAsync(run => runs.Add(Guarded(run)), stoppingToken).ConfigureAwait(false);
                if (failures > 0)
                    logger.DatabaseBack();
                failures = 0;
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                break;
            }
            catch (Exception exception)
            {
                // Whatever it is, the host goes on, and so do the schedules.
                wait = TimeSpan.FromSeconds(Math.Min(Math.Pow(2, failures++), LongestBackOff.TotalSeconds));
                logger.DatabaseAway(exception, wait, ExceptionText.Of(exception));
            }

            runs.RemoveAll(r => r.IsCompleted);
            await WaitAsync(wait, stoppingToken).ConfigureAwait(false);
        }

        await Task.WhenAll(runs).ConfigureAwait(false);

        async Task Guarded(Task<ScheduleRun?> run)
        {
            try
            {
                await run.ConfigureAwait(false);
            }
            catch (Exception exception)
            {
                logger.DatabaseAway(exception, options.PollInterval, ExceptionText.Of(exception));
            }

            // What waited for its end, or for room, may begin.
            Wake();
        }
    }

    /// <summary>Runs what is due now, and what becomes free by that, to the end.</summary>
    public async Task<IReadOnlyList<ScheduleRun>> RunDueAsync(CancellationToken cancellationToken)
    {
        var ended = new List<ScheduleRun>();
        while (true)
        {
            var runs = new List<Task<ScheduleRun?>>();
            try
            {
                await PassAsync(runs.Add, cancellationToken).ConfigureAwait(false);
            }
            catch
            {
                // What has begun goes on to its end.
                Task ends = Task.WhenAll(runs);
                await ends.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                throw;
            }

            if (runs.Count == 0)
                return ended;
            ended.AddRange((await Task.WhenAll(runs).ConfigureAwait(false)).OfType<ScheduleRun>());
            cancellationToken.ThrowIfCancellationRequested();
        }
    }

    /// <summary>Looks at all schedules once, and begins what is to be run.</summary>
    /// <returns>How long until the next look.</returns>
    private async Task<TimeSpan> PassAsync(Action<Task<ScheduleRun?>> begun, CancellationToken cancellationToken)
    {
        var wait = options.PollInterval;
        var schedules = await catalog.ReadAsync(cancellationToken).ConfigureAwait(false);
        var read = time.GetTimestamp();
        PgBackupException? failure = null;
        foreach (var (definition, row) in schedules)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var isEnabled = row.Enabled ?? definition.Schedule.Enabled;
            var next = isEnabled ? definition.DueTimes.Next(row.PlannedUntil) : null;
            // Planned also where there is no room to run it: what waits for that is not missed.
            var isDue = next <= Now() || !row.IsPlannedBy(definition) || row.IsAhead
                || ((row.HasPending || row.LeaseEnd <= Now()) && Slots > 0);
            if (isDue)
            {
                try
                {
                    await TakeAsync(definition, begun, cancellationToken).ConfigureAwait(false);
                }
                catch (PgBackupException exception) when (failure is null || exception.Code == PgBackupErrorCodes.LockTimeout)
                {
                    // Schedules whose rows are locked keep no other one waiting.
                    failure ??= exception;
                }

                next = isEnabled ? definition.DueTimes.Next(Now()) : null;
            }

            Shorten(next);
            Shorten(row.LeaseEnd);

            // The server's clock goes on by this process's stop watch, and is never ahead of itself; the host's own clock has no say.
            DateTimeOffset Now() => row.Now + time.GetElapsedTime(read);

            void Shorten(DateTimeOffset? instant)
            {
                if (instant - Now() is { } left && left > TimeSpan.Zero && left < wait)
                    wait = left;
            }
        }

        if (failure is not null)
            ExceptionDispatchInfo.Throw(failure);
        return wait > ShortestWait ? wait : ShortestWait;
    }

    private async Task TakeAsync(ScheduleDefinition definition, Action<Task<ScheduleRun?>> begun, CancellationToken cancellationToken)
    {
        // Without the token: what was taken must be run or given back.
        var taken = await ledger.TakeAsync(definition, Slots, CancellationToken.None).ConfigureAwait(false);
        foreach (var missed in taken.Missed)
        {
            logger.NotRun(definition.Id, missed.MissedRuns + (missed.Missed ? 1 : 0), "missed", missed.DueAt);
            events.Missed(definition, missed);
        }

        foreach (var skipped in taken.Skipped)
        {
            logger.NotRun(definition.Id, 1, "skipped", skipped);
            events.Skipped(definition, skipped);
        }

        foreach (var claim in taken.Claims)
        {
            Interlocked.Increment(ref _running);
            begun(ExecuteAsync(definition, claim, cancellationToken));
        }
    }

    private async Task<ScheduleRun?> ExecuteAsync(ScheduleDefinition definition, RunClaim claim, CancellationToken cancellationToken)
    {
        try
        {
            // On the pool: nothing of it holds up the loop.
            return await Task.Run(() => executor.ExecuteAsync(definition, claim, givesBack: true, cancellationToken),
                CancellationToken.None)
                .ConfigureAwait(false);
        }
        finally
        {
            Interlocked.Decrement(ref _running);
        }
    }

    private async Task WaitAsync(TimeSpan wait, CancellationToken stoppingToken)
    {
        using var timer = new CancellationTokenSource(wait, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timer.Token, stoppingToken);
        Task waiting = _wake.Reader.WaitToReadAsync(either.Token).AsTask();
        await waiting.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _wake.Reader.TryRead(out _);
    }
}
