using System.CommandLine;
using Microsoft.Extensions.Logging;
using PgBackup.ConsoleHost.Output;

namespace PgBackup.ConsoleHost.Commands.Schedules;

/// <summary><c>schedule start</c>: runs whatever is due, until it is told to end.</summary>
internal sealed class ScheduleStartCommand : SchedulesCommand
{
    private readonly Option<int?> _for = new("--for") { Description = "End after so many seconds. Default: never.", HelpName = "SECONDS" };

    public ScheduleStartCommand()
        : base("start", "Runs whatever is due when it is due, until Ctrl-C. Any number of instances may do so on one database.") =>
            Add(_for);

    protected override LogLevel? LogLevel => Microsoft.Extensions.Logging.LogLevel.Information;

    protected override async Task<int> ExecuteAsync(
        IScheduledBackupService schedules, ParseResult arguments, Terminal terminal, CancellationToken cancellationToken)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        if (arguments.GetValue(_for) is { } seconds)
            stop.CancelAfter(TimeSpan.FromSeconds(seconds));
        await schedules.RunAsync(stop.Token);
        if (terminal.Json)
            Terminal.Result(Json.Write(new { Stopped = true }));
        return ExitCodes.Done;
    }
}
