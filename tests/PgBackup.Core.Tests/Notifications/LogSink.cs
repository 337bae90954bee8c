using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace PgBackup.Tests.Notifications;

/// <summary>Everything that an application logs, with the exceptions' whole text.</summary>
internal sealed class LogSink
{
    private readonly ConcurrentQueue<string> _lines = new();

    public string Text => string.Join('\n', _lines);

    internal sealed class Logger<T>(LogSink sink) : ILogger<T>
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(
            LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            sink._lines.Enqueue($"{eventId.Id} {formatter(state, exception)} {exception}");
    }
}
