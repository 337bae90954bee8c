using System.CommandLine;
using PgBackup.ConsoleHost.Output;

namespace PgBackup.ConsoleHost.Commands.Schedules;

/// <summary><c>schedule list</c>: the schedules, when they are due next, and their last runs.</summary>
internal sealed class ScheduleListCommand() : SchedulesCommand("list", "Lists schedules, with the next and the last run of each.")
{
    protected override async Task<int> ExecuteAsync(
        IScheduledBackupService schedules, ParseResult arguments, Terminal terminal, CancellationToken cancellationToken)
    {
        var list = await schedules.ListAsync(cancellationToken);
        if (terminal.Json)
            Terminal.Result(Json.Write(list));
        else if (list.Count > 0)
            terminal.Result(ScheduleTables.List(list));
        else
            terminal.Note("There are no schedules.");
        return ExitCodes.Done;
    }
}
