using Microsoft.Extensions.Logging;

namespace PgBackup.Tests.History;

/// <summary>Keeps what is logged, with the exceptions' whole text.</summary>
internal sealed class LogCollector : ILogger<DatabaseBackup>
{
    public List<(LogLevel Level, EventId Event, string Text)> Entries { get; } = [];

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(
        LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
        Entries.Add((logLevel, eventId, $"{formatter(state, exception)} {exception}"));
}
