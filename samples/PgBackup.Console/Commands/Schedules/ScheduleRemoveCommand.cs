using System.CommandLine;
using PgBackup.ConsoleHost.Output;

namespace PgBackup.ConsoleHost.Commands.Schedules;

/// <summary><c>schedule remove NAME</c>: removes a schedule that the database keeps.</summary>
internal sealed class ScheduleRemoveCommand : SchedulesCommand
{
    private readonly Argument<string> _id = Id();

    public ScheduleRemoveCommand()
        : base("remove", "Removes a schedule that the database keeps.") => Add(_id);

    protected override async Task<int> ExecuteAsync(
        IScheduledBackupService schedules, ParseResult arguments, Terminal terminal, CancellationToken cancellationToken)
    {
        var id = arguments.GetRequiredValue(_id);
        if (!await schedules.RemoveAsync(id, cancellationToken))
            throw new PgBackupException(PgBackupErrorCodes.ScheduleNotFound, $"There is no schedule '{id}'.");
        terminal.Success($"Removed {id}.");
        if (terminal.Json)
            Terminal.Result(Json.Write(new { Id = id, Removed = true }));
        return ExitCodes.Done;
    }
}
