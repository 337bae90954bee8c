using Spectre.Console.Rendering;

namespace PgBackup.ConsoleHost.Output;

/// <summary>Schedules and their runs as tables.</summary>
internal static class ScheduleTables
{
    public static IRenderable List(IEnumerable<ScheduleStatus> schedules) => BackupTables.Rows(
        ["NAME", "CRON", "TIME ZONE", "KEPT IN", "NEXT", "LAST", "OUTCOME"],
        schedules.Select(s => new[]
        {
            s.Schedule.Id, s.Schedule.Schedule, s.TimeZone, s.Stored ? "database" : "configuration",
            s.NextDueAt is { } next ? Quantity.Time(next) : s.Enabled ? "" : "disabled",
            s.LastRun is { } last ? Quantity.Time(last.DueAt) : "",
            s.LastRun is { } run ? Outcome(run) : "",
        }));

    public static IRenderable Runs(IEnumerable<ScheduleRun> runs) => BackupTables.Rows(
        ["SCHEDULE", "DUE", "OUTCOME", "BACKUP", "INSTANCE", "CLAIMS>"],
        runs.Select(r => new[] { r.ScheduleId, Quantity.Time(r.DueAt), Outcome(r), r.BackupId ?? "", r.Instance ?? "",
            Quantity.Number(r.Claims) }));

    private static string Outcome(ScheduleRun run)
    {
        var words = run.State.ToString().ToLowerInvariant();
        if (run.Manual)
            words += ", by hand";
        if (run.MissedRuns > 0)
            words += $", for {Quantity.Count(run.MissedRuns, "missed run")}";
        return run.ErrorMessage is null ? words : $"{words}: {run.ErrorMessage}";
    }
}
