namespace PgBackup.Scheduling;

/// <summary>Checks the format of a schedule's backups, which would otherwise be missed only when the schedule is due.</summary>
internal static class ScheduleFormat
{
    /// <summary>Tells what is wrong with it; null when nothing is.</summary>
    public static string? Check(BackupSchedule schedule, IReadOnlyList<string> registered) =>
        schedule.Options?.Format is not { } format || registered.Contains(format, StringComparer.Ordinal)
            ? null
            : $"Schedule '{schedule.Id}': Format '{format}' is not registered; there is {string.Join(", ", registered)}.";
}
