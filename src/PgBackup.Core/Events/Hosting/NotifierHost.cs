using Microsoft.Extensions.Hosting;

namespace PgBackup.Events;

/// <summary>Waits, when the host stops, for events that are on their way.</summary>
internal sealed class NotifierHost(EventHub events) : IHostedLifecycleService
{
    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    // Only now have all services stopped, so every run has ended and told of it, in whichever order they were registered.
    public Task StoppedAsync(CancellationToken cancellationToken) => events.FlushAsync(cancellationToken);
}
