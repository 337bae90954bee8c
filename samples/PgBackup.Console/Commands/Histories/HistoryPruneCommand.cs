using System.CommandLine;
using PgBackup.ConsoleHost.Output;

namespace PgBackup.ConsoleHost.Commands.Histories;

/// <summary><c>history prune</c>: removes old rows of the history.</summary>
internal sealed class HistoryPruneCommand : HistoriesCommand
{
    private readonly Option<long?> _keepDays = Values.Number("--keep-days", "N", "Keep those of the last N days. Default: 400.", 36_500);
    private readonly Option<long?> _maxRows = Values.Number(
        "--max-rows", "N", "Keep so many at most, 100 or more. Default: 200000.", int.MaxValue);

    public HistoryPruneCommand()
        : base("prune", "Removes old rows of the history; backups are not touched.")
    {
        Add(_keepDays);
        Add(_maxRows);
    }

    protected override async Task<int> ExecuteAsync(
        IBackupHistory history, ParseResult arguments, Terminal terminal, CancellationToken cancellationToken)
    {
        var (days, rows) = (arguments.GetValue(_keepDays), arguments.GetValue(_maxRows));
        HistoryRetention? retention = null;
        if (days is not null || rows is not null)
        {
            retention = new HistoryRetention();
            retention.KeepFor = days is null ? retention.KeepFor : TimeSpan.FromDays(days.Value);
            retention.MaxRows = (int?)rows ?? retention.MaxRows;
        }

        var result = await history.PruneAsync(retention, cancellationToken);
        if (terminal.Json)
            Terminal.Result(Json.Write(result));
        else
            terminal.Success($"Removed {Quantity.Count(result.Operations, "operation")} and {Quantity.Count(result.Runs, "run")}.");
        return ExitCodes.Done;
    }
}
