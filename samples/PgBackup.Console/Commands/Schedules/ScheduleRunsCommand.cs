using System.CommandLine;
using PgBackup.ConsoleHost.Output;

namespace PgBackup.ConsoleHost.Commands.Schedules;

/// <summary><c>schedule runs [NAME]</c>: what became of the due times.</summary>
internal sealed class ScheduleRunsCommand : SchedulesCommand
{
    private readonly Argument<string?> _id = new("NAME")
    {
        Description = "The schedule's id. Default: all.",
        Arity = ArgumentArity.ZeroOrOne,
    };

    private readonly Option<int> _limit = new("--limit")
    {
        Description = "How many at most. Default: 20.",
        HelpName = "N",
        DefaultValueFactory = _ => 20,
    };

    public ScheduleRunsCommand()
        : base("runs", "Lists runs, the newest first.")
    {
        Add(_id);
        Add(_limit);
    }

    protected override async Task<int> ExecuteAsync(
        IScheduledBackupService schedules, ParseResult arguments, Terminal terminal, CancellationToken cancellationToken)
    {
        var runs = await schedules.ListRunsAsync(arguments.GetValue(_id), arguments.GetValue(_limit), cancellationToken);
        if (terminal.Json)
            Terminal.Result(Json.Write(runs));
        else if (runs.Count > 0)
            terminal.Result(ScheduleTables.Runs(runs));
        else
            terminal.Note("There are no runs.");
        return ExitCodes.Done;
    }
}
