using System.Globalization;

namespace PgBackup.Email;

/// <summary>An event in the words of an e-mail.</summary>
internal static class EventFacts
{
    private const int MaxSubjectLength = 200;

    private static readonly CultureInfo Culture = CultureInfo.InvariantCulture;

    /// <summary>Severity, what happened, database and schedule, on one line whatever their names hold.</summary>
    public static string Subject(string prefix, BackupEvent told)
    {
        var subject = $"{prefix} {Severity(told.Severity)}: {Title(told.Kind)}";
        if (told.Database is not null)
            subject += $", database {told.Database}";
        if (told.ScheduleName is not null)
            subject += $", schedule {told.ScheduleName}";
        var line = OneLine(subject).Trim();
        return line.Length <= MaxSubjectLength ? line : $"{line[..(MaxSubjectLength - 1)]}…";
    }

    /// <summary>What is known of the event, by name.</summary>
    public static IEnumerable<(string Name, string Value)> Of(BackupEvent told)
    {
        (string Name, string? Value)[] all =
        [
            ("When", Time(told.OccurredAt)),
            ("Database", told.Database),
            ("Backup", told.BackupId),
            ("Schedule", told.ScheduleName is null || told.ScheduleName == told.ScheduleId
                ? told.ScheduleId : $"{told.ScheduleName} ({told.ScheduleId})"),
            ("Due", told.DueAt is { } due ? Time(due) : null),
            ("Took", told.Duration is { } duration ? string.Create(Culture, $"{duration.TotalSeconds:N1} s") : null),
            ("Size", told.Size is { } size ? string.Create(Culture, $"{size:N0} bytes") : null),
            ("Rows", told.Rows is { } rows ? string.Create(Culture, $"{rows:N0}") : null),
            ("Attempts", told.Attempts is > 1 ? told.Attempts.Value.ToString(Culture) : null),
            ("Failed runs before", told.FailedRuns is > 0 ? told.FailedRuns.Value.ToString(Culture) : null),
            ("Missed due times", told.MissedRuns is > 0 ? told.MissedRuns.Value.ToString(Culture) : null),
            ("Error", told.ErrorCode),
            ("Instance", told.Instance),
            ("Event", told.Id.ToString()),
        ];
        return all.Where(f => f.Value is not null).Select(f => (f.Name, OneLine(f.Value!)));
    }

    public static string Title(BackupEventKind kind) => kind switch
    {
        BackupEventKind.Succeeded => "backup made",
        BackupEventKind.Failed => "backup failed",
        BackupEventKind.Recovered => "backups work again",
        BackupEventKind.Restored => "backup restored",
        BackupEventKind.RestoreFailed => "restore failed",
        BackupEventKind.Verified => "backup verified",
        BackupEventKind.VerificationFailed => "verification failed",
        BackupEventKind.RetentionApplied => "old backups deleted",
        BackupEventKind.RetentionFailed => "old backups not deleted",
        BackupEventKind.Missed => "backup missed",
        BackupEventKind.Skipped => "backup skipped",
        BackupEventKind.Unhealthy => "backups unhealthy",
        BackupEventKind.Healthy => "backups healthy again",
        _ => kind.ToString(),
    };

    public static string Severity(BackupEventSeverity severity) => severity switch
    {
        BackupEventSeverity.Information => "Info",
        _ => severity.ToString(),
    };

    // Names may hold line feeds, which in a header would begin another.
    private static string OneLine(string text) => string.Create(text.Length, text, static (span, from) =>
    {
        for (var i = 0; i < span.Length; i++)
            span[i] = char.IsControl(from[i]) || from[i] is '\u2028' or '\u2029' ? ' ' : from[i];
    });

    private static string Time(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss 'UTC'", Culture);
}
