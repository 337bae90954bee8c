using System.CommandLine;
using PgBackup.ConsoleHost.Output;
using PgBackup.ConsoleHost.Output.Progress;

namespace PgBackup.ConsoleHost.Commands.Schedules;

/// <summary><c>schedule run NAME</c>: runs a schedule now.</summary>
internal sealed class ScheduleRunCommand : SchedulesCommand
{
    private readonly Argument<string> _id = Id();

    public ScheduleRunCommand()
        : base("run", "Runs a schedule now, also a disabled one, and waits for its end.") => Add(_id);

    protected override async Task<int> ExecuteAsync(
        IScheduledBackupService schedules, ParseResult arguments, Terminal terminal, CancellationToken cancellationToken)
    {
        var run = await ProgressDisplay.ShowActivityAsync(
            terminal, "backing up", () => schedules.RunNowAsync(arguments.GetRequiredValue(_id), cancellationToken));
        if (terminal.Json)
            Terminal.Result(Json.Write(run));
        if (run.State == ScheduleRunState.Succeeded)
        {
            terminal.Success($"Schedule {run.ScheduleId} made backup {run.BackupId}.");
            if (!terminal.Json)
                Terminal.Result(run.BackupId!);
            return ExitCodes.Done;
        }

        terminal.Error(
            $"The run was {run.State.ToString().ToLowerInvariant()}: "
            + $"{run.ErrorMessage}{(run.ErrorCode is null ? "" : $" [{run.ErrorCode}]")}");
        return ExitCodes.Failed;
    }
}
