using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using PgBackup.ConsoleHost.Output;

namespace PgBackup.ConsoleHost.Hosting;

/// <summary>The library in a container of its own, as an application would register it.</summary>
internal sealed class BackupHost : IAsyncDisposable
{
    private readonly ServiceProvider _services;

    /// <param name="settings">What the command line says.</param>
    /// <param name="terminal">Takes log messages.</param>
    /// <param name="configuration">What the library reads besides; none by default.</param>
    /// <param name="logLevel">From which level on messages are shown; by default, warnings.</param>
    public BackupHost(HostSettings settings, Terminal terminal, IConfiguration? configuration = null, LogLevel? logLevel = null)
    {
        var services = new ServiceCollection();
        services.AddLogging(logging => logging
            .SetMinimumLevel(terminal.Verbose ? LogLevel.Debug : logLevel ?? LogLevel.Warning)
            .AddProvider(new TerminalLoggerProvider(terminal)));
        if (configuration is not null)
            services.AddPgBackup(configuration);
        if (configuration?.GetSection("Email") is { } email && email.Exists())
            AddEmail(services, email);
        services.AddPgBackup(options =>
        {
            options.ConnectionString = settings.Connection;
            if (settings.Store is not null)
                options.Directory = settings.Store;
            // Without a server there is nowhere to log.
            options.History = settings.History && settings.Connection is not null ? HistoryMode.Enabled : HistoryMode.Disabled;
        });
        _services = services.BuildServiceProvider();
    }

    public IDatabaseBackup Backup => _services.GetRequiredService<IDatabaseBackup>();

    public IScheduledBackupService Schedules => _services.GetRequiredService<IScheduledBackupService>();

    public IBackupHealth Health => _services.GetRequiredService<IBackupHealth>();

    public IBackupHistory History => _services.GetRequiredService<IBackupHistory>();

    /// <summary>Gets the names of the registered formats.</summary>
    public IReadOnlyList<string> Formats => [.. _services.GetServices<IBackupFormat>().Select(f => f.Name)];

    /// <summary>Passes on the name of a format, and refuses one that is not registered.</summary>
    public string? RequireFormat(string? name) => name is null || Formats.Contains(name)
        ? name
        : throw new UsageException($"--format is '{name}'; it must be {string.Join(" or ", Formats)}.");

    public ValueTask DisposeAsync() => _services.DisposeAsync();

    // Of its own, so that other commands need not load what sends mail.
    private static void AddEmail(IServiceCollection services, IConfiguration email) => services.AddPgBackup().AddEmail(email);
}
