using System.CommandLine;
using PgBackup.ConsoleHost.Output;
using PgBackup.ConsoleHost.RoundTrips;

namespace PgBackup.ConsoleHost.Commands;

/// <summary><c>selftest</c>: the whole round trip with the user's own database, which it only reads.</summary>
internal sealed class SelfTestCommand() : HostCommand(
    "selftest",
    "Backs the database up in each format, restores it into new databases of the same server, compares, and removes all it made. " +
    "The role needs CREATEDB.",
    CommandNeeds.Connection | CommandNeeds.History)
{
    protected override async Task<int> ExecuteAsync(ParseResult arguments, Terminal terminal, CancellationToken cancellationToken)
    {
        var connection = Common.RequireConnection(arguments);
        var steps = new StepReport(terminal);
        try
        {
            await new RoundTrip(connection, steps, terminal).RunAsync(cancellationToken);
        }
        finally
        {
            if (terminal.Json)
                Terminal.Result(Json.Write(new { Passed = steps.Steps.All(s => s.Passed), steps.Steps }));
        }

        if (!terminal.Json)
            Terminal.Result($"The self-test passed: {Quantity.Count(steps.Steps.Count, "step")}.");
        return ExitCodes.Done;
    }
}
