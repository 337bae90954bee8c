using System.CommandLine;
using System.Globalization;
using PgBackup.ConsoleHost.Output;

namespace PgBackup.ConsoleHost.Commands.Schedules;

/// <summary><c>schedule next NAME</c>: the due times to come.</summary>
internal sealed class ScheduleNextCommand : SchedulesCommand
{
    private readonly Argument<string> _id = Id();
    private readonly Option<int> _count = new("--count")
    {
        Description = "How many. Default: 10.",
        HelpName = "N",
        DefaultValueFactory = _ => 10,
    };

    public ScheduleNextCommand()
        : base("next", "Prints the due times to come, in the schedule's time zone.")
    {
        Add(_id);
        Add(_count);
    }

    protected override async Task<int> ExecuteAsync(
        IScheduledBackupService schedules, ParseResult arguments, Terminal terminal, CancellationToken cancellationToken)
    {
        var times = await schedules.ListUpcomingAsync(arguments.GetRequiredValue(_id), arguments.GetValue(_count), cancellationToken);
        if (terminal.Json)
        {
            Terminal.Result(Json.Write(times));
            return ExitCodes.Done;
        }

        foreach (var time in times)
            Terminal.Result(time.ToString("ddd yyyy-MM-dd HH:mm:ss zzz", CultureInfo.InvariantCulture));
        return ExitCodes.Done;
    }
}
