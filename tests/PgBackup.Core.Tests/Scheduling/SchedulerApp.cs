using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using PgBackup.Tests.History;

namespace PgBackup.Tests.Scheduling;

/// <summary>One instance of an application with schedules, and the directory that all of its instances store to.</summary>
internal sealed class SchedulerApp : IAsyncDisposable
{
    private readonly ServiceProvider _services;

    public SchedulerApp(
        string connectionString, string directory, Action<IPgBackupBuilder>? build = null, Action<PgBackupOptions>? configure = null,
        Action<IServiceCollection>? services = null)
    {
        var collection = new ServiceCollection();
        services?.Invoke(collection);
        collection.AddSingleton<ILogger<PgBackup.Scheduling.ScheduledBackupService>>(Logged);
        build?.Invoke(collection.AddPgBackup(options =>
        {
            options.ConnectionString = connectionString;
            options.Directory = directory;
            options.Scheduling.PollInterval = TimeSpan.FromMilliseconds(200);
            options.Scheduling.Lease = TimeSpan.FromSeconds(3);
            configure?.Invoke(options);
        }));
        _services = collection.BuildServiceProvider();
        Schedules = _services.GetRequiredService<IScheduledBackupService>();
        Backup = _services.GetRequiredService<IDatabaseBackup>();
    }

    public ScheduleLog Logged { get; } = new();

    public IScheduledBackupService Schedules { get; }

    public IDatabaseBackup Backup { get; }

    /// <summary>Runs the schedules for a while, as a host would.</summary>
    public async Task RunForAsync(TimeSpan time)
    {
        using var stop = new CancellationTokenSource(time);
        await Schedules.RunAsync(stop.Token);
    }

    /// <summary>Runs the schedules until something has come of it, a minute at most.</summary>
    public async Task RunUntilAsync(Func<IReadOnlyList<ScheduleRun>, bool> isEnough)
    {
        using var stop = new CancellationTokenSource(TimeSpan.FromMinutes(1));
        var running = Schedules.RunAsync(stop.Token);
        while (!stop.IsCancellationRequested && !isEnough(await Schedules.ListRunsAsync()))
            await Task.Delay(100);
        await stop.CancelAsync();
        await running;
    }

    public ValueTask DisposeAsync() => _services.DisposeAsync();

    internal sealed class ScheduleLog : ILogger<PgBackup.Scheduling.ScheduledBackupService>
    {
        private readonly LogCollector _entries = new();

        public string Text
        {
            get
            {
                lock (_entries)
                    return string.Join('\n', _entries.Entries.Select(e => e.Text));
            }
        }

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(
            LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            lock (_entries)
                _entries.Log(logLevel, eventId, state, exception, formatter);
        }
    }
}
