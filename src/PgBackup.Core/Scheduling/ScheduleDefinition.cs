using PgBackup.Backup;
using PgBackup.Retention;

namespace PgBackup.Scheduling;

/// <summary>A schedule that was checked, with its due times.</summary>
internal sealed record ScheduleDefinition(BackupSchedule Schedule, DueTimes DueTimes, TimeZoneInfo Zone, bool Stored)
{
    private const int IdLength = 100;

    public string Id => Schedule.Id;

    /// <summary>Checks a schedule.</summary>
    /// <exception cref="ArgumentException">It is malformed; the message names the member, and says what would be right.</exception>
    public static ScheduleDefinition From(BackupSchedule schedule, PgBackupOptions? defaults = null, bool stored = false)
    {
        ArgumentNullException.ThrowIfNull(schedule);
        if (schedule.Id is not { Length: > 0 and <= IdLength }
            || !schedule.Id.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.'))
            throw Wrong($"Id must be 1 to {IdLength} letters, digits, '-', '_' and '.'; for instance 'daily-backup'.");
        if (!CronExpression.TryParse(schedule.Schedule, out var cron, out var error))
            throw Wrong($"Schedule: {error}");
        if (!TimeZones.TryFind(schedule.TimeZone, out var zone, out error))
            throw Wrong($"TimeZone: {error}");
        if (schedule.Name is { Length: > 200 })
            throw Wrong("Name must have 200 characters at most.");
        if (schedule.Timeout is { } timeout && (timeout <= TimeSpan.Zero || timeout.TotalMilliseconds > int.MaxValue))
            throw Wrong($"Timeout must be more than zero, and at most 24 days; it is {timeout}.");
        if (schedule.Retries is < 0 or > 20)
            throw Wrong($"Retries must be 0 to 20; it is {schedule.Retries}.");
        if (schedule.RetryDelay <= TimeSpan.Zero || schedule.RetryDelay > TimeSpan.FromHours(1))
            throw Wrong($"RetryDelay must be more than zero, and at most an hour; it is {schedule.RetryDelay}.");
        if (schedule.TestRestoreEvery is < 1 or > 1000)
            throw Wrong($"TestRestoreEvery must be 1 to 1000; it is {schedule.TestRestoreEvery}.");
        if (!Enum.IsDefined(schedule.Overlap))
            throw Wrong("Overlap must be skip, wait or allow.");
        if (!Enum.IsDefined(schedule.MissedRuns))
            throw Wrong("MissedRuns must be catch-up, skip or run all.");
        if (schedule is { MissedRuns: MissedRunRule.RunAll, Overlap: OverlapRule.Skip })
            throw Wrong("MissedRuns 'run all' needs Overlap 'wait' or 'allow': the first of the runs would make the others skip.");
        if (schedule.Verification is { } level && !Enum.IsDefined(level))
            throw Wrong("Verification must be checksums, structure or test restore.");
        if (schedule.Options is null)
            throw Wrong("Options must not be null.");
        try
        {
            BackupSettings.From(schedule.Options, defaults ?? new PgBackupOptions());
            if (schedule.Retention is not null)
                RetentionSettings.From(schedule.Retention, new RetentionOptions());
        }
        catch (ArgumentException exception)
        {
            throw Wrong(exception.Message);
        }

        return new ScheduleDefinition(schedule, new DueTimes(cron, zone), zone, stored);

        ArgumentException Wrong(string reason) => new($"Schedule '{schedule.Id}': {reason}", nameof(schedule));
    }
}
