using Microsoft.Extensions.Logging;
using PgBackup.ConsoleHost.Output;

namespace PgBackup.ConsoleHost.Hosting;

/// <summary>Writes log messages to the terminal, one line each, so that they do not tear live progress apart.</summary>
internal sealed class TerminalLoggerProvider(Terminal terminal) : ILoggerProvider
{
    public ILogger CreateLogger(string categoryName) => new TerminalLogger(terminal);

    public void Dispose()
    {
    }

    private sealed class TerminalLogger(Terminal terminal) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel != LogLevel.None;

        public void Log<TState>(
            LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            var message = formatter(state, exception);
            if (exception is not null)
                message += $": {exception.Message}";

            if (logLevel >= LogLevel.Warning)
                terminal.Warning(message);
            else
                terminal.Note($"{logLevel.ToString().ToLowerInvariant()}: {message}");
        }
    }
}
