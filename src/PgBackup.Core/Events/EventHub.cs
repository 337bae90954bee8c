using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace PgBackup.Events;

/// <summary>Takes events from the work that they tell of, and passes them on behind its back.</summary>
/// <remarks>Notifiers are asked for when the first event comes: they may use the library themselves.</remarks>
internal sealed class EventHub : IBackupEvents, IAsyncDisposable, IDisposable
{
    private static readonly TimeSpan HandlerTimeout = TimeSpan.FromMinutes(5);

    private readonly Lazy<NotifierPumps> _notifiers;
    private readonly EventPump _handlers;
    private readonly TimeSpan _flushTimeout;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private bool _isTimeUp;

    public EventHub(IServiceProvider services, IOptions<PgBackupOptions> options, TimeProvider time, ILogger<EventHub>? logger = null)
    {
        _time = time;
        _logger = (ILogger?)logger ?? NullLogger.Instance;
        _flushTimeout = options.Value.Notifications.FlushTimeout;
        _notifiers = new Lazy<NotifierPumps>(services.GetRequiredService<NotifierPumps>, LazyThreadSafetyMode.PublicationOnly);
        _handlers = new EventPump(
            nameof(Published), CallHandlers, HandlerTimeout, options.Value.Notifications.QueueCapacity, time, _logger);
    }

    public event EventHandler<BackupEvent>? Published;

    public IReadOnlyList<NotifierStatus> Notifiers => [.. _notifiers.Value.Statuses];

    /// <summary>Gets a value indicating whether anybody is told of events: what only they need can be spared otherwise.</summary>
    public bool IsListening
    {
        get
        {
            try
            {
                return Published is not null || _notifiers.Value.Count > 0;
            }
            catch (Exception exception)
            {
                // A notifier that cannot be made, or a container that is gone.
                _logger.NotPublished(exception, ExceptionText.Of(exception));
                return false;
            }
        }
    }

    /// <summary>Gives the event an id and a time where it has none, and passes it on; neither waits nor throws.</summary>
    public void Publish(BackupEvent backupEvent) => Publish(() => backupEvent);

    /// <summary>Passes on what is made only where somebody listens; null for nothing.</summary>
    public void Publish(Func<BackupEvent?> make)
    {
        if (!IsListening)
            return;
        try
        {
            if (make() is not { } made)
                return;
            var now = _time.GetUtcNow();
            var backupEvent = made with
            {
                Id = made.Id == Guid.Empty ? Guid.CreateVersion7(now) : made.Id,
                OccurredAt = made.OccurredAt == default ? now : made.OccurredAt,
            };
            if (Published is not null)
                _handlers.Add(backupEvent);
            _notifiers.Value.Add(backupEvent);
        }
        catch (Exception exception)
        {
            // Whatever it is, the work that the event tells of goes on.
            _logger.NotPublished(exception, ExceptionText.Of(exception));
        }
    }

    /// <summary>Waits until all is delivered, for a bounded time.</summary>
    public async Task FlushAsync(CancellationToken cancellationToken)
    {
        var handlers = FlushHandlersAsync(cancellationToken);
        if (_notifiers.IsValueCreated)
            await _notifiers.Value.FlushAsync(cancellationToken).ConfigureAwait(false);
        await handlers.ConfigureAwait(false);
    }

    // The notifiers are the container's, which has flushed them by now.
    public async ValueTask DisposeAsync()
    {
        if (!_isTimeUp)
            await FlushHandlersAsync(CancellationToken.None).ConfigureAwait(false);
        await _handlers.DisposeAsync().ConfigureAwait(false);
    }

    public void Dispose() => Task.Run(async () => await DisposeAsync().ConfigureAwait(false)).GetAwaiter().GetResult();

    private async Task FlushHandlersAsync(CancellationToken cancellationToken)
    {
        using var timer = new CancellationTokenSource(_flushTimeout, _time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timer.Token, cancellationToken);
        _isTimeUp = !await _handlers.FlushAsync(either.Token).ConfigureAwait(false);
    }

    private Task CallHandlers(BackupEvent backupEvent, CancellationToken cancellationToken)
    {
        foreach (var handler in Published?.GetInvocationList() ?? [])
        {
            try
            {
                ((EventHandler<BackupEvent>)handler)(this, backupEvent);
            }
            catch (Exception exception)
            {
                // The others are called all the same.
                _logger.NotifierFailed(
                    exception, nameof(Published), backupEvent.Kind, backupEvent.Id, ExceptionText.Of(exception));
            }
        }

        return Task.CompletedTask;
    }
}
