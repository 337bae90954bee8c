using System.CommandLine;
using PgBackup.ConsoleHost.Output;

namespace PgBackup.ConsoleHost.Commands;

/// <summary><c>prune</c>: deletes what the rules do not keep.</summary>
internal sealed class PruneCommand : HostCommand
{
    private readonly Option<bool> _dryRun = Values.Flag("--dry-run", "Only tell what would be deleted.");
    private readonly Option<long?> _keepLast = Values.Number("--keep-last", "N", "Keep the newest N.");
    private readonly Option<long?> _keepDays = Values.Number("--keep-days", "N", "Keep those of the last N days.");
    private readonly Option<long?> _daily = Values.Number("--daily", "N", "Keep the newest of each day, for N days that have backups.");
    private readonly Option<long?> _weekly = Values.Number("--weekly", "N", "The same for weeks, which begin on Monday.");
    private readonly Option<long?> _monthly = Values.Number("--monthly", "N", "The same for months.");
    private readonly Option<long?> _yearly = Values.Number("--yearly", "N", "The same for years.");
    private readonly Option<long?> _maxSize = Values.Number(
        "--max-size", "BYTES", "Of what the rules keep, delete the oldest that are too much.", long.MaxValue);
    private readonly Option<bool?> _requireVerified = new("--require-verified")
    {
        Description = "Whether only a verified backup lets older ones go. Default: yes once one was verified.",
        HelpName = "true|false",
    };

    private readonly Option<string?> _timeZone = new("--time-zone")
    {
        Description = "Where days begin. Default: TZ, else the machine's.",
        HelpName = "ZONE",
    };

    private readonly Option<string?> _database = new("--database")
    {
        Description = "Whose backups. Default: those of --connection, or the only database that the store has backups of.",
        HelpName = "NAME",
    };

    private readonly Option<string?> _label = new("--label") { Description = "Only backups of this label.", HelpName = "TEXT" };
    private readonly Option<string?> _schedule = new("--schedule") { Description = "Only backups of this schedule.", HelpName = "ID" };

    public PruneCommand()
        : base("prune", "Deletes the backups that no rule keeps.", CommandNeeds.Connection | CommandNeeds.Store | CommandNeeds.History)
    {
        foreach (var option in (Option[])[
            _dryRun, _keepLast, _keepDays, _daily, _weekly, _monthly, _yearly, _maxSize, _requireVerified, _timeZone, _database, _label,
            _schedule])
            Add(option);
    }

    protected override async Task<int> ExecuteAsync(ParseResult arguments, Terminal terminal, CancellationToken cancellationToken)
    {
        var policy = Policy(arguments);
        var options = new RetentionOptions
        {
            Database = arguments.GetValue(_database),
            Label = arguments.GetValue(_label),
            ScheduleId = arguments.GetValue(_schedule),
            DryRun = arguments.GetValue(_dryRun),
        };
        await using var host = CreateHost(arguments, terminal);
        var result = await host.Backup.ApplyRetentionAsync(policy, options, cancellationToken);

        foreach (var warning in result.Plan.Warnings)
            terminal.Warning(warning);
        if (terminal.Json)
            Terminal.Result(Json.Write(result));
        else if (result.Plan.Decisions.Count > 0)
            terminal.Result(BackupTables.Retention(result.Plan));
        foreach (var problem in result.Problems)
            terminal.Error(problem);
        if (result.Problems.Count == 0)
            Summarize(result, terminal);
        return result.Problems.Count == 0 ? ExitCodes.Done : ExitCodes.Failed;
    }

    private static void Summarize(RetentionResult result, Terminal terminal)
    {
        var plan = result.Plan;
        var going = plan.Decisions.Count(d => !d.Keep);
        if (plan.Decisions.Count == 0)
            terminal.Note("There are no backups.");
        else if (result.DryRun)
            terminal.Note(
                $"Would delete {Quantity.Count(going, "backup")} of {plan.Decisions.Count}, {Quantity.Bytes(plan.BytesDeleted)}.");
        else
            terminal.Success(
                $"Deleted {Quantity.Count(result.Deleted.Count, "backup")} of {plan.Decisions.Count}, "
                + $"{Quantity.Bytes(plan.BytesDeleted)}.");
    }

    private RetentionPolicy Policy(ParseResult arguments)
    {
        var policy = new RetentionPolicy
        {
            KeepLast = Count(_keepLast),
            KeepFor = Count(_keepDays) is { } days ? TimeSpan.FromDays(days) : null,
            Daily = Count(_daily),
            Weekly = Count(_weekly),
            Monthly = Count(_monthly),
            Yearly = Count(_yearly),
            MaxTotalBytes = arguments.GetValue(_maxSize),
            RequireVerified = arguments.GetValue(_requireVerified),
            TimeZone = arguments.GetValue(_timeZone),
        };
        // It would keep all, which nobody calls prune for.
        return policy is { KeepLast: null, KeepFor: null, Daily: null, Weekly: null, Monthly: null, Yearly: null, MaxTotalBytes: null }
            ? throw new UsageException(
                "No rule is given. Name one, for instance --keep-last 7 or --daily 7 --weekly 4 --monthly 12; see pgbackup prune --help.")
            : policy;

        int? Count(Option<long?> option) => (int?)arguments.GetValue(option);
    }
}
