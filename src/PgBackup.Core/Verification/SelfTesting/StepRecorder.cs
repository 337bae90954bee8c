namespace PgBackup.Verification;

/// <summary>Runs steps one after the other, and remembers how each ended.</summary>
internal sealed class StepRecorder(IProgress<SelfTestStep>? progress, TimeProvider time, CancellationToken cancellationToken)
{
    private readonly List<SelfTestStep> _steps = [];

    public IReadOnlyList<SelfTestStep> Steps => _steps;

    /// <summary>Runs a step.</summary>
    /// <param name="name">What it does.</param>
    /// <param name="work">The step; its result is a problem in words, or what came of it.</param>
    /// <returns>Whether it went well.</returns>
    /// <exception cref="OperationCanceledException">The self-test was cancelled.</exception>
    public async Task<bool> RunAsync(string name, Func<Task<(bool Passed, string Message)>> work)
    {
        var started = time.GetTimestamp();
        try
        {
            var (passed, message) = await work().ConfigureAwait(false);
            Add(name, passed ? SelfTestOutcome.Passed : SelfTestOutcome.Failed, started, message);
            return passed;
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            Add(name, SelfTestOutcome.Failed, started, "Cancelled.");
            throw;
        }
        // To find what a host's format or store throws is what the test is for.
        catch (Exception exception)
        {
            var kind = exception is PgBackupException ? "" : $"{exception.GetType().Name}: ";
            Add(name, SelfTestOutcome.Failed, started, kind + exception.Message);
            return false;
        }
    }

    /// <summary>Notes steps that cannot be tried.</summary>
    public void Skip(string reason, params IEnumerable<string> names)
    {
        foreach (var name in names)
            Add(name, SelfTestOutcome.Skipped, time.GetTimestamp(), reason);
    }

    private void Add(string name, SelfTestOutcome outcome, long started, string message)
    {
        var step = new SelfTestStep(name, outcome, time.GetElapsedTime(started), message);
        _steps.Add(step);
        progress?.Report(step);
    }
}
