namespace PgBackup.Scheduling;

/// <summary>A due time that gets a row.</summary>
internal sealed record PlannedRun(DateTimeOffset DueAt, bool Missed, int MissedRuns);
