using Spectre.Console;

namespace PgBackup.ConsoleHost.Output.Progress;

/// <summary>Shows progress while work is done: bars on a terminal, now and then a line elsewhere.</summary>
internal static class ProgressDisplay
{
    public static Task<T> ShowBackupAsync<T>(Terminal terminal, Func<IProgress<BackupProgress>, Task<T>> work) =>
        ShowAsync<BackupProgress, T>(terminal, ProgressState.Of, work);

    public static Task<T> ShowRestoreAsync<T>(Terminal terminal, Func<IProgress<RestoreProgress>, Task<T>> work) =>
        ShowAsync<RestoreProgress, T>(terminal, ProgressState.Of, work);

    /// <summary>Shows that work goes on which tells no numbers.</summary>
    public static Task<T> ShowActivityAsync<T>(Terminal terminal, string activity, Func<Task<T>> work) =>
        terminal.Interactive ? terminal.People.Status().StartAsync(activity, _ => work()) : work();

    private static Task<TResult> ShowAsync<TProgress, TResult>(
        Terminal terminal, Func<TProgress, ProgressState> describe, Func<IProgress<TProgress>, Task<TResult>> work) =>
        terminal.Interactive
            ? ProgressBars.ShowAsync(terminal, show => work(new Reporter<TProgress>(describe, show)))
            : work(new Reporter<TProgress>(describe, new ProgressLines(terminal).Show));

    /// <summary>Passes progress on at once; <see cref="Progress{T}"/> would do so later and out of order.</summary>
    private sealed class Reporter<T>(Func<T, ProgressState> describe, Action<ProgressState> show) : IProgress<T>
    {
        private readonly Lock _lock = new();

        public void Report(T value)
        {
            lock (_lock)
                show(describe(value));
        }
    }
}
