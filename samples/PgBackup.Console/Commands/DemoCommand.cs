using System.CommandLine;
using Npgsql;
using PgBackup.ConsoleHost.Demo;
using PgBackup.ConsoleHost.Output;
using PgBackup.ConsoleHost.RoundTrips;
using PgBackup.Playground.Servers;

namespace PgBackup.ConsoleHost.Commands;

/// <summary><c>demo</c>: the whole round trip with sample data on a throw-away server; nothing of it stays.</summary>
internal sealed class DemoCommand() : HostCommand(
    "demo",
    "Shows everything on a throw-away server with sample data: backup in all formats, list, verify, restore, compare. " +
    $"Uses the server of {CommonOptions.ConnectionVariable} if that is set.",
    CommandNeeds.None)
{
    protected override async Task<int> ExecuteAsync(ParseResult arguments, Terminal terminal, CancellationToken cancellationToken)
    {
        terminal.Heading("PgBackup demo");
        var steps = new StepReport(terminal);
        IReadOnlyList<BackupInfo> backups;
        try
        {
            backups = await RunAsync(steps, terminal, cancellationToken);
        }
        finally
        {
            if (terminal.Json)
                Terminal.Result(Json.Write(new { Passed = steps.Steps.All(s => s.Passed), steps.Steps }));
        }

        if (!terminal.Json)
            Terminal.Result(Verdict(backups));
        return ExitCodes.Done;
    }

    private static async Task<IReadOnlyList<BackupInfo>> RunAsync(StepReport steps, Terminal terminal, CancellationToken cancellationToken)
    {
        var server = await steps.RunAsync(
            "start server",
            () => ThrowawayServer.StartAsync(cancellationToken: cancellationToken),
            s => s.CanStop ? s.Source : $"PostgreSQL {s.Major}, {s.Source}");
        var demo = new DemoDatabase(server);
        try
        {
            var original = await steps.RunAsync("sample data", () => demo.CreateAsync(cancellationToken), DatabaseName);
            return await new RoundTrip(original, steps, terminal).RunAsync(cancellationToken);
        }
        finally
        {
            await steps.RunAsync(
                "remove",
                () => RemoveAsync(demo),
                _ => server.CanStop ? "the server and all its data" : "the sample database and its roles");
        }
    }

    private static string DatabaseName(string connection) => $"database {new NpgsqlConnectionStringBuilder(connection).Database}";

    private static async Task<bool> RemoveAsync(DemoDatabase demo)
    {
        await demo.DisposeAsync();
        return true;
    }

    private static string Verdict(IReadOnlyList<BackupInfo> backups) =>
        $"The demo succeeded: {Quantity.Count(backups[0].Rows, "row")} in {Quantity.Count(backups[0].Tables, "table")} were backed up as " +
        $"{string.Join(", ", backups.Select(b => b.Format))} and restored; " +
        $"{(backups.Count == 1 ? "the copy equals" : "every copy equals")} the original.";
}
