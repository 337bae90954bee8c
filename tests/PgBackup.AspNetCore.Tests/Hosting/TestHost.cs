using System.Collections.Concurrent;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace PgBackup.AspNetCore.Tests.Hosting;

/// <summary>A host of the API: Kestrel on a port of its own.</summary>
public sealed class TestHost : IAsyncDisposable
{
    public const string Prefix = "/api/backup";

    private readonly WebApplication _app;
    private bool _isStopped;

    private TestHost(WebApplication app, LogCollector log)
    {
        _app = app;
        Log = log;
    }

    public LogCollector Log { get; }

    public Uri Address => new(_app.Urls.Single());

    public IServiceProvider Services => _app.Services;

    /// <summary>Starts a host.</summary>
    /// <param name="database">The options of the library.</param>
    /// <param name="http">The options of the API.</param>
    /// <param name="services">Changes services, last of all.</param>
    /// <param name="app">Changes the pipeline, before the API is mapped.</param>
    /// <param name="builder">Adds schedules and others.</param>
    public static async Task<TestHost> StartAsync(
        Action<PgBackupOptions> database,
        Action<PgBackupHttpOptions>? http = null,
        Action<IServiceCollection>? services = null,
        Action<WebApplication>? app = null,
        Action<IPgBackupBuilder>? builder = null)
    {
        var log = new LogCollector();
        var host = WebApplication.CreateSlimBuilder(new WebApplicationOptions { EnvironmentName = "Production" });
        host.WebHost.UseKestrelCore().ConfigureKestrel(k => k.AddServerHeader = false).UseUrls("http://127.0.0.1:0");
        host.Services.AddRoutingCore();
        host.Logging.ClearProviders().AddProvider(log);
        host.Services.AddAuthentication(HeaderAuthentication.SchemeName)
            .AddScheme<AuthenticationSchemeOptions, HeaderAuthentication>(HeaderAuthentication.SchemeName, null);
        var backup = host.Services.AddPgBackup(database).AddHttpApi(http);
        builder?.Invoke(backup);
        services?.Invoke(host.Services);
        var application = host.Build();
        try
        {
            app?.Invoke(application);
            application.MapPgBackup(Prefix);
            await application.StartAsync();
        }
        catch
        {
            await application.DisposeAsync();
            throw;
        }

        return new TestHost(application, log);
    }

    /// <summary>Makes a client that is signed in as an administrator, unless another role or nobody is named.</summary>
    public ApiClient Client(string? role = PgBackupPolicies.AdministratorRole, string user = "ada") => new(Address, role, user);

    /// <summary>Stops it as a deployment does.</summary>
    public async Task StopAsync()
    {
        _isStopped = true;
        await _app.StopAsync();
    }

    public async ValueTask DisposeAsync()
    {
        if (!_isStopped)
            await StopAsync();
        await _app.DisposeAsync();
    }

    /// <summary>Keeps what is logged.</summary>
    public sealed class LogCollector : ILoggerProvider
    {
        private readonly ConcurrentQueue<string> _lines = new();

        public string Text => string.Join('\n', _lines);

        public ILogger CreateLogger(string categoryName) => new Logger(this);

        public void Dispose()
        {
        }

        private sealed class Logger(LogCollector log) : ILogger
        {
            public IDisposable? BeginScope<TState>(TState state)
                where TState : notnull => null;

            public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Information;

            public void Log<TState>(
                LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
            {
                if (IsEnabled(logLevel))
                    log._lines.Enqueue($"{logLevel}: {formatter(state, exception)} {exception}");
            }
        }
    }
}
