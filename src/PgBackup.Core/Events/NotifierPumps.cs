using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace PgBackup.Events;

/// <summary>The notifiers of the host, each with its pump. Made when the first event comes, and after the notifiers, so that a container
/// flushes it before it disposes them.</summary>
internal sealed class NotifierPumps : IAsyncDisposable, IDisposable
{
    private static readonly NotifierOptions Defaults = new();

    private readonly List<(NotifierOptions Options, EventPump Pump)> _notifiers;
    private readonly TimeSpan _flushTimeout;
    private readonly TimeProvider _time;
    private bool _isTimeUp;

    public NotifierPumps(
        IEnumerable<IBackupNotifier> notifiers, IOptions<PgBackupOptions> options, TimeProvider time, ILogger<NotifierPumps>? logger = null)
    {
        var settings = options.Value.Notifications;
        _flushTimeout = settings.FlushTimeout;
        _time = time;
        _notifiers =
        [
            .. notifiers.Select(n =>
            {
                var own = (n as ConfiguredNotifier)?.Options ?? Defaults;
                return (own, new EventPump(
                    n.Name, n.NotifyAsync, own.Timeout, settings.QueueCapacity, time, (ILogger?)logger ?? NullLogger.Instance));
            }),
        ];
    }

    public int Count => _notifiers.Count;

    public IEnumerable<NotifierStatus> Statuses => _notifiers.Select(n => n.Pump.Status);

    public void Add(BackupEvent backupEvent)
    {
        foreach (var (options, pump) in _notifiers)
        {
            if (options.Accepts(backupEvent))
                pump.Add(backupEvent);
        }
    }

    /// <summary>Waits until all is delivered, for a bounded time.</summary>
    public async Task FlushAsync(CancellationToken cancellationToken)
    {
        using var timer = new CancellationTokenSource(_flushTimeout, _time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timer.Token, cancellationToken);
        var flushed = await Task.WhenAll(_notifiers.Select(n => n.Pump.FlushAsync(either.Token))).ConfigureAwait(false);
        _isTimeUp = flushed.Contains(false);
    }

    public async ValueTask DisposeAsync()
    {
        // Where the host has waited in vain when it stopped, it is not to wait once more.
        if (!_isTimeUp)
            await FlushAsync(CancellationToken.None).ConfigureAwait(false);
        await Task.WhenAll(_notifiers.Select(n => n.Pump.DisposeAsync().AsTask())).ConfigureAwait(false);
    }

    // Some containers are disposed synchronously; not on the caller's context, which waits.
    public void Dispose() => Task.Run(async () => await DisposeAsync().ConfigureAwait(false)).GetAwaiter().GetResult();
}
