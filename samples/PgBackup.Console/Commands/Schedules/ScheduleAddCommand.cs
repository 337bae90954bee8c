using System.CommandLine;
using PgBackup.ConsoleHost.Output;

namespace PgBackup.ConsoleHost.Commands.Schedules;

/// <summary><c>schedule add NAME CRON</c>: adds a schedule, which the database keeps.</summary>
internal sealed class ScheduleAddCommand : SchedulesCommand
{
    private readonly Argument<string> _id = Id();
    private readonly Argument<string> _cron = new("CRON")
    {
        Description = "When it is due, for instance \"0 2 * * *\" for daily at 02:00.",
    };

    private readonly Option<string?> _timeZone = new("--time-zone")
    {
        Description = "Time zone of CRON, for instance Europe/Berlin. Default: the variable TZ, else the machine's.",
        HelpName = "ZONE",
    };

    private readonly Option<string?> _format = Values.Format("Format of the backups. Default: sql.");

    private readonly Option<BackupCompression?> _compress = Values.Words<BackupCompression>("--compress", "Compression of the backups.");
    private readonly Option<bool> _schemaOnly = Values.Flag("--schema-only", "Back up definitions without rows.");
    private readonly Option<OverlapRule?> _overlap = Values.Words<OverlapRule>(
        "--overlap", "What becomes of a due time while an earlier run is going on. Default: skip.");

    private readonly Option<MissedRunRule?> _missed = Values.Words<MissedRunRule>(
        "--missed", "What becomes of due times at which no instance was running. Default: catchup.");

    private readonly Option<VerificationLevel?> _verify = Values.Words<VerificationLevel>("--verify",
        "How each backup is verified. Default: not at all.");
    private readonly Option<TimeSpan?> _timeout = new("--timeout")
    {
        Description = "How long a run may take, as hours:minutes:seconds.",
        HelpName = "TIME",
    };

    private readonly Option<int?> _keepLast = new("--keep-last")
    {
        Description = "How many backups of the schedule are kept. Default: all.",
        HelpName = "N",
    };

    private readonly Option<bool> _disabled = Values.Flag("--disabled", "Add it without making it due yet.");

    public ScheduleAddCommand()
        : base("add", "Adds a schedule, which the database keeps.")
    {
        Add(_id);
        Add(_cron);
        Add(_timeZone);
        Add(_format);
        Add(_compress);
        Add(_schemaOnly);
        Add(_overlap);
        Add(_missed);
        Add(_verify);
        Add(_timeout);
        Add(_keepLast);
        Add(_disabled);
    }

    protected override async Task<int> ExecuteAsync(
        IScheduledBackupService schedules, ParseResult arguments, Terminal terminal, CancellationToken cancellationToken)
    {
        var status = await schedules.AddAsync(
            new BackupSchedule
            {
                Id = arguments.GetRequiredValue(_id),
                Schedule = arguments.GetRequiredValue(_cron),
                TimeZone = arguments.GetValue(_timeZone),
                Enabled = !arguments.GetValue(_disabled),
                Overlap = arguments.GetValue(_overlap) ?? OverlapRule.Skip,
                MissedRuns = arguments.GetValue(_missed) ?? MissedRunRule.CatchUp,
                Verification = arguments.GetValue(_verify),
                Timeout = arguments.GetValue(_timeout),
                Retention = arguments.GetValue(_keepLast) is { } count ? new RetentionPolicy { KeepLast = count } : null,
                Options = new BackupOptions
                {
                    Format = arguments.GetValue(_format),
                    Compression = arguments.GetValue(_compress),
                    SchemaOnly = arguments.GetValue(_schemaOnly),
                },
            },
            cancellationToken);

        terminal.Success(status.NextDueAt is { } next
            ? $"Added {status.Schedule.Id}, due next at {Quantity.Time(next)}."
            : $"Added {status.Schedule.Id}, which is disabled.");
        if (terminal.Json)
            Terminal.Result(Json.Write(status));
        return ExitCodes.Done;
    }
}
