using Spectre.Console.Rendering;

namespace PgBackup.ConsoleHost.Output;

/// <summary>Health as tables.</summary>
internal static class HealthTables
{
    public static IRenderable Reasons(IEnumerable<BackupHealthReason> reasons) => BackupTables.Rows(
        ["STATUS", "REASON", "WHAT", "WHAT TO DO"],
        reasons.Select(r => new[] { r.Status.ToString().ToLowerInvariant(), r.Kind.ToString(), r.Message, r.Advice }));

    public static IRenderable Schedules(IEnumerable<ScheduleHealth> schedules) => BackupTables.Rows(
        ["SCHEDULE", "STATUS", "NEWEST GOOD BACKUP", "MADE", "DUE NEXT"],
        schedules.Select(s => new[]
        {
            s.ScheduleId ?? "", s.Status.ToString().ToLowerInvariant(), s.NewestGoodBackupId ?? "none",
            s.NewestGoodAt is { } at ? Quantity.Time(at) : "", s.NextDueAt is { } next ? Quantity.Time(next) : "",
        }));
}
