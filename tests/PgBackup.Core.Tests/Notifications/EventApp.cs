using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using PgBackup.Events;

namespace PgBackup.Tests.Notifications;

/// <summary>An application that is told of events.</summary>
internal sealed class EventApp : IAsyncDisposable
{
    private readonly ServiceProvider _services;

    public EventApp(
        Action<IPgBackupBuilder>? build = null, Action<PgBackupOptions>? configure = null, Action<IServiceCollection>? services = null)
    {
        var collection = new ServiceCollection();
        services?.Invoke(collection);
        collection.AddSingleton<LogSink>().AddSingleton(typeof(ILogger<>), typeof(LogSink.Logger<>));
        var builder = collection.AddPgBackup(options =>
        {
            options.Scheduling.PollInterval = TimeSpan.FromMilliseconds(200);
            options.Jobs = 1;
            configure?.Invoke(options);
        });
        builder.AddNotifier<RecordingNotifier>();
        build?.Invoke(builder);
        _services = collection.BuildServiceProvider();
    }

    public IServiceProvider Services => _services;

    public IDatabaseBackup Backup => _services.GetRequiredService<IDatabaseBackup>();

    public IScheduledBackupService Schedules => _services.GetRequiredService<IScheduledBackupService>();

    public EventHub Hub => _services.GetRequiredService<EventHub>();

    public string Logged => _services.GetRequiredService<LogSink>().Text;

    /// <summary>Gives what was told so far, once all of it was delivered.</summary>
    public async Task<IReadOnlyList<BackupEvent>> ToldAsync()
    {
        await Hub.FlushAsync(CancellationToken.None);
        return _services.GetRequiredService<RecordingNotifier>().Told;
    }

    public ValueTask DisposeAsync() => _services.DisposeAsync();
}
