using Microsoft.Extensions.Logging;
using PgBackup.Events;
using PgBackup.Operations;

namespace PgBackup.Scheduling;

/// <summary>Tells of what becomes of due times: one event for each run that has ended, and for those that were not run.</summary>
internal sealed class RunEvents(EventHub? events, ScheduleTable table, string instance, Func<string?> database, ILogger logger)
{
    /// <summary>Tells of due times at which no instance was running.</summary>
    public void Missed(ScheduleDefinition definition, PlannedRun missed) => events?.Publish(() =>
    {
        var count = missed.MissedRuns + (missed.Missed ? 1 : 0);
        var times = count == 1 ? "a due time" : $"{count} due times";
        return Of(definition, missed.DueAt, BackupEventKind.Missed, BackupEventSeverity.Warning) with
        {
            Message = $"{Name(definition)} missed {times}, as no instance of the application was running"
                + (missed.Missed ? "; by its rule, no backup makes up for it." : "; one backup makes up for it now."),
            Advice = "Find out why the application was down. If it often is at that time, choose another one.",
            MissedRuns = count,
        };
    });

    /// <summary>Tells of a due time that an earlier run made skip.</summary>
    public void Skipped(ScheduleDefinition definition, DateTimeOffset dueAt) => events?.Publish(() =>
        Of(definition, dueAt, BackupEventKind.Skipped, BackupEventSeverity.Warning) with
        {
            Message = $"{Name(definition)} skipped the backup that was due at {EventText.Of(dueAt)}, as an earlier run was still going on.",
            Advice = "If this happens often, make the schedule due less often, or find out what makes its backups slow.",
        });

    /// <summary>Tells how a run ended.</summary>
    public async Task EndedAsync(ScheduleDefinition definition, RunClaim claim, RunEnd end, TimeSpan duration)
    {
        if (events is not { IsListening: true })
            return;
        var (failures, since) = await CountFailuresAsync(claim).ConfigureAwait(false);
        events.Publish(() => (end.State == ScheduleRunState.Succeeded
            ? Succeeded(definition, claim, end, failures, since)
            : Failed(definition, claim, end)) with
        {
            Duration = duration,
            Attempts = end.Attempts,
            FailedRuns = failures,
            FailingSince = since,
        });
    }

    private static string Name(ScheduleDefinition definition) => $"Schedule '{definition.Schedule.Name ?? definition.Id}'";

    private BackupEvent Succeeded(ScheduleDefinition definition, RunClaim claim, RunEnd end, int failures, DateTimeOffset? since)
    {
        var told = Of(definition, claim.DueAt, BackupEventKind.Succeeded, BackupEventSeverity.Information);
        var made = OperationEvents.Made(end.Backup!);
        told = told with
        {
            Severity = made.Severity,
            Message = made.Message,
            Advice = made.Advice,
            Database = made.Database,
            BackupId = made.BackupId,
            Size = made.Size,
            Rows = made.Rows,
            Warnings = made.Warnings,
        };
        if (failures == 0)
            return told with { Message = $"{Name(definition)}: {told.Message}" };
        var runs = failures == 1 ? "a run that failed" : $"{failures} runs that failed";
        return told with
        {
            Kind = BackupEventKind.Recovered,
            Severity = told.Severity > BackupEventSeverity.Notice ? told.Severity : BackupEventSeverity.Notice,
            Message = $"{Name(definition)} works again, after {runs} since {EventText.Of(since!.Value)}. {told.Message}",
        };
    }

    private BackupEvent Failed(ScheduleDefinition definition, RunClaim claim, RunEnd end)
    {
        var isBad = end.ErrorCode == PgBackupErrorCodes.VerificationFailed;
        var kind = isBad ? BackupEventKind.VerificationFailed : BackupEventKind.Failed;
        return Of(definition, claim.DueAt, kind, BackupEventSeverity.Error) with
        {
            Message = isBad
                ? $"{Name(definition)}: {end.ErrorMessage}"
                : $"{Name(definition)}: the backup that was due at {EventText.Of(claim.DueAt)} failed"
                    + $"{(end.Attempts > 1 ? $" after {end.Attempts} attempts" : "")}: {end.ErrorMessage}",
            Advice = ErrorAdvice.For(end.ErrorCode),
            BackupId = end.BackupId,
            ErrorCode = end.ErrorCode,
        };
    }

    private BackupEvent Of(
        ScheduleDefinition definition, DateTimeOffset dueAt, BackupEventKind kind, BackupEventSeverity severity) => new()
        {
            Kind = kind,
            Severity = severity,
            Message = "",
            Database = database(),
            ScheduleId = definition.Id,
            ScheduleName = definition.Schedule.Name ?? definition.Id,
            DueAt = dueAt,
            Instance = instance,
        };

    private async Task<(int Failures, DateTimeOffset? Since)> CountFailuresAsync(RunClaim claim)
    {
        try
        {
            return await table.CountFailuresAsync(claim.ScheduleId, claim.DueAt, CancellationToken.None).ConfigureAwait(false);
        }
        catch (PgBackupException exception)
        {
            // The event is worth more than what it says of the runs before.
            logger.FailuresNotCounted(exception, claim.ScheduleId, claim.DueAt, exception.Message);
            return (0, null);
        }
    }
}
