namespace PgBackup.AspNetCore.Schedules;

/// <summary>What became of one due time of a schedule.</summary>
internal sealed record ScheduleRunResponse
{
    public required string ScheduleId { get; init; }

    public required DateTimeOffset DueAt { get; init; }

    public required ScheduleRunState State { get; init; }

    /// <summary>Gets whether somebody asked for it.</summary>
    public required bool Manual { get; init; }

    public required int MissedRuns { get; init; }

    public required int Attempts { get; init; }

    public string? Instance { get; init; }

    public DateTimeOffset? StartedAt { get; init; }

    public DateTimeOffset? FinishedAt { get; init; }

    public string? BackupId { get; init; }

    public string? ErrorCode { get; init; }

    public string? ErrorMessage { get; init; }

    public static ScheduleRunResponse From(ScheduleRun run) => new()
    {
        ScheduleId = run.ScheduleId,
        DueAt = run.DueAt,
        State = run.State,
        Manual = run.Manual,
        MissedRuns = run.MissedRuns,
        Attempts = run.Attempts,
        Instance = run.Instance,
        StartedAt = run.StartedAt,
        FinishedAt = run.FinishedAt,
        BackupId = run.BackupId,
        ErrorCode = run.ErrorCode,
        ErrorMessage = run.ErrorMessage,
    };
}
