using System.CommandLine;
using PgBackup.ConsoleHost.Output;

namespace PgBackup.ConsoleHost.Commands.Histories;

/// <summary><c>history stats</c>: how often, how long, how large.</summary>
internal sealed class HistoryStatsCommand : HistoriesCommand
{
    private readonly Option<long?> _days = Values.Number("--days", "N", "How many days back. Default: 30.", 3660);

    public HistoryStatsCommand()
        : base("stats", "Counts and measures what was done.") => Add(_days);

    protected override async Task<int> ExecuteAsync(
        IBackupHistory history, ParseResult arguments, Terminal terminal, CancellationToken cancellationToken)
    {
        var before = TimeProvider.System.GetUtcNow();
        var statistics = await history.GetStatisticsAsync(before.AddDays(-(arguments.GetValue(_days) ?? 30)), before, cancellationToken);
        if (terminal.Json)
        {
            Terminal.Result(Json.Write(statistics));
            return ExitCodes.Done;
        }

        if (statistics.Operations.Count == 0 && statistics.Schedules.Count == 0)
            terminal.Note("The history has nothing of that time.");
        if (statistics.Operations.Count > 0)
            terminal.Result(HistoryTables.Operations(statistics.Operations));
        if (statistics.Days.Count > 0)
            terminal.Result(HistoryTables.Days(statistics.Days));
        if (statistics.Schedules.Count > 0)
            terminal.Result(HistoryTables.Schedules(statistics.Schedules));
        return ExitCodes.Done;
    }
}
