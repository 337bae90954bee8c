using System.CommandLine;
using PgBackup.ConsoleHost.Output;
using PgBackup.ConsoleHost.RoundTrips;

namespace PgBackup.ConsoleHost.Commands;

/// <summary><c>selftest</c>: the whole round trip with the user's own database, which it only reads.</summary>
internal sealed class SelfTestCommand : HostCommand
{
    private readonly Option<long?> _maxTableBytes = new("--max-table-bytes")
    {
        Description = "Size up to which a table's rows are part of the test; larger ones take part without rows. Default: 16777216.",
        HelpName = "BYTES",
    };

    public SelfTestCommand()
        : base(
            "selftest",
            "Makes a small backup of the database in each format, verifies it, restores it into new databases of the same server, "
            + "compares, and removes all it made. The role needs CREATEDB.",
            CommandNeeds.Connection | CommandNeeds.History) => Add(_maxTableBytes);

    protected override async Task<int> ExecuteAsync(ParseResult arguments, Terminal terminal, CancellationToken cancellationToken)
    {
        Common.RequireConnection(arguments);
        await using var host = CreateHost(arguments, terminal);
        var options = new SelfTestOptions();
        if (arguments.GetValue(_maxTableBytes) is { } bytes)
            options.MaxTableBytes = bytes >= 0 ? bytes : throw new UsageException("--max-table-bytes must not be negative.");
        var steps = new StepReport(terminal);

        SelfTestReport? report = null;
        try
        {
            report = await host.Backup.SelfTestAsync(options, steps, cancellationToken);
        }
        finally
        {
            if (terminal.Json)
            {
                Terminal.Result(Json.Write(new
                {
                    Passed = report?.Passed ?? false,
                    TablesWithoutRows = report?.TablesWithoutRows ?? [],
                    steps.Steps,
                }));
            }
        }

        if (report.Steps.FirstOrDefault(s => s.Outcome == SelfTestOutcome.Failed) is { } failed)
        {
            if (!terminal.Json)
                throw new FailedException($"The self-test failed at '{failed.Name}': {failed.Message}");
            return ExitCodes.Failed;
        }

        if (!terminal.Json)
            Terminal.Result($"The self-test passed: {Quantity.Count(steps.Steps.Count, "step")}.");
        return ExitCodes.Done;
    }
}
