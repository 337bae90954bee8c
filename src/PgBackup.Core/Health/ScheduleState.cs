namespace PgBackup.Health;

/// <summary>What the database knows of a schedule and its runs.</summary>
internal sealed record ScheduleState(string Id)
{
    public bool? Enabled { get; init; }

    public string? Definition { get; init; }

    /// <summary>Gets when the schedule was made, changed or switched the last time.</summary>
    public DateTimeOffset Since { get; init; }

    /// <summary>Gets up to when due times were planned; null while a run is going on, which may be what the next one waits for.</summary>
    public DateTimeOffset? PlannedUntil { get; init; }

    public DateTimeOffset? WaitingSince { get; init; }

    public int FailedRuns { get; init; }

    public DateTimeOffset? FailingSince { get; init; }

    public string? LastError { get; init; }

    public DateTimeOffset Now { get; init; }
}
