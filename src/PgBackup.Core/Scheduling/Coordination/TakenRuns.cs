namespace PgBackup.Scheduling;

/// <summary>What came of looking at a schedule.</summary>
/// <param name="Claims">The runs that this instance has now.</param>
/// <param name="Skipped">The due times that another run made skip.</param>
/// <param name="Missed">The rows that tell of due times at which no instance was running.</param>
internal sealed record TakenRuns(
    IReadOnlyList<RunClaim> Claims, IReadOnlyList<DateTimeOffset> Skipped, IReadOnlyList<PlannedRun> Missed);
