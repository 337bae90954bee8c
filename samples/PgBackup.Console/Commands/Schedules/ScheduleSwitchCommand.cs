using System.CommandLine;
using PgBackup.ConsoleHost.Output;

namespace PgBackup.ConsoleHost.Commands.Schedules;

/// <summary><c>schedule enable NAME</c> and <c>schedule disable NAME</c>.</summary>
internal sealed class ScheduleSwitchCommand : SchedulesCommand
{
    private readonly Argument<string> _id = Id();
    private readonly Func<IScheduledBackupService, string, CancellationToken, Task> _change;

    public ScheduleSwitchCommand(string name, string description, Func<IScheduledBackupService, string, CancellationToken, Task> change)
        : base(name, description)
    {
        _change = change;
        Add(_id);
    }

    protected override async Task<int> ExecuteAsync(
        IScheduledBackupService schedules, ParseResult arguments, Terminal terminal, CancellationToken cancellationToken)
    {
        var id = arguments.GetRequiredValue(_id);
        await _change(schedules, id, cancellationToken);
        var status = (await schedules.ListAsync(cancellationToken)).Single(s => s.Schedule.Id == id);
        terminal.Success($"Schedule {id} is {(status.Enabled ? "enabled" : "disabled")}.");
        if (terminal.Json)
            Terminal.Result(Json.Write(status));
        return ExitCodes.Done;
    }
}
