using System.CommandLine;
using PgBackup.ConsoleHost.Output;

namespace PgBackup.ConsoleHost.Commands.Histories;

/// <summary><c>history</c>: what was done, the newest first.</summary>
internal sealed class HistoryCommand : HistoriesCommand
{
    private readonly Option<long?> _limit = Values.Number("--limit", "N", "How many at most. Default: 20.", 1000);
    private readonly Option<string?> _schedule = new("--schedule") { Description = "Only operations of this schedule.", HelpName = "ID" };
    private readonly Option<string?> _backup = new("--backup") { Description = "Only operations with this backup.", HelpName = "ID" };
    private readonly Option<string?> _operation = new("--operation")
    {
        Description = "Only operations of this kind.",
        HelpName = "backup|restore|delete|verify|retention",
    };

    private readonly Option<OperationOutcome?> _outcome = Values.Words<OperationOutcome>("--outcome", "Only operations that ended so.");
    private readonly Option<string?> _cursor = new("--after") { Description = "Go on behind a page, by its 'next'.", HelpName = "NEXT" };

    public HistoryCommand()
        : base("history", "Lists what was done, the newest first.")
    {
        foreach (var option in (Option[])[_limit, _schedule, _backup, _operation, _outcome, _cursor])
            Add(option);
        Add(new HistoryStatsCommand());
        Add(new HistoryPruneCommand());
    }

    protected override async Task<int> ExecuteAsync(
        IBackupHistory history, ParseResult arguments, Terminal terminal, CancellationToken cancellationToken)
    {
        var page = await history.ListAsync(
            new HistoryFilter
            {
                Limit = (int)(arguments.GetValue(_limit) ?? 20),
                ScheduleId = arguments.GetValue(_schedule),
                BackupId = arguments.GetValue(_backup),
                Operation = arguments.GetValue(_operation),
                Outcome = arguments.GetValue(_outcome),
                Cursor = arguments.GetValue(_cursor),
            },
            cancellationToken);

        if (terminal.Json)
            Terminal.Result(Json.Write(page));
        else if (page.Records.Count > 0)
            terminal.Result(HistoryTables.List(page.Records));
        else
            terminal.Note("The history has none.");
        if (page.Next is not null)
            terminal.Note($"There are older ones: --after {page.Next}");
        return ExitCodes.Done;
    }
}
