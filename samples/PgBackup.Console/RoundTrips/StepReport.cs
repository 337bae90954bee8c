using System.Diagnostics;
using PgBackup.ConsoleHost.Output;
using Spectre.Console;

namespace PgBackup.ConsoleHost.RoundTrips;

/// <summary>Runs steps one after the other and prints one line for each.</summary>
internal sealed class StepReport(Terminal terminal) : IProgress<SelfTestStep>
{
    private const int NameWidth = 16;

    private static readonly Style Good = new(Color.Green);
    private static readonly Style Bad = new(Color.Red);
    private static readonly Style Quiet = new(Color.Grey);

    private readonly List<Step> _steps = [];

    public IReadOnlyList<Step> Steps => _steps;

    /// <summary>Runs a step; when it throws, its line says so and the exception goes on.</summary>
    /// <param name="name">What the step does.</param>
    /// <param name="work">The step.</param>
    /// <param name="describe">Tells what came of it.</param>
    public async Task<T> RunAsync<T>(string name, Func<Task<T>> work, Func<T, string> describe)
    {
        var start = Stopwatch.GetTimestamp();
        try
        {
            var result = await work();
            Add(new Step(name, true, describe(result), Seconds(start)));
            return result;
        }
        catch (Exception e)
        {
            Add(new Step(name, false, e is OperationCanceledException ? "cancelled" : e.Message, Seconds(start)));
            throw;
        }
    }

    /// <summary>Takes in a step of the library's self-test.</summary>
    public void Report(SelfTestStep value) =>
        Add(
            new Step(value.Name, value.Outcome == SelfTestOutcome.Passed, value.Message, Math.Round(value.Duration.TotalSeconds, 3)),
            value.Outcome);

    private static double Seconds(long start) => Math.Round(Stopwatch.GetElapsedTime(start).TotalSeconds, 3);

    private void Add(Step step, SelfTestOutcome? outcome = null)
    {
        _steps.Add(step);
        var isSkipped = outcome == SelfTestOutcome.Skipped;
        // What went wrong follows as the program's last line.
        terminal.Parts(
            (isSkipped ? "-     " : step.Passed ? "ok    " : "FAILED", isSkipped ? Quiet : step.Passed ? Good : Bad),
            ($"  {step.Name.PadRight(NameWidth)}", Style.Plain),
            ($"  {Quantity.Duration(TimeSpan.FromSeconds(step.Seconds)),7}", Quiet),
            (step.Passed || outcome is not null ? $"  {step.Detail}" : "", Style.Plain));
    }
}
