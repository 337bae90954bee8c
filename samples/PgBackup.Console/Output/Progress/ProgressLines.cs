using System.Diagnostics;

namespace PgBackup.ConsoleHost.Output.Progress;

/// <summary>Progress in a log: a line every few seconds, none for work that is done sooner.</summary>
internal sealed class ProgressLines(Terminal terminal)
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(5);

    private long _last = Stopwatch.GetTimestamp();

    public void Show(ProgressState state)
    {
        if (Stopwatch.GetElapsedTime(_last) < Interval)
            return;

        _last = Stopwatch.GetTimestamp();
        terminal.Note($"{state.Phase}: {string.Join("; ", state.Gauges.Select(g => $"{g.Label} {g.Text}"))}");
    }
}
