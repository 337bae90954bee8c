namespace PgBackup.AspNetCore.Health;

/// <summary>How it stands with backups, and why.</summary>
internal sealed record HealthResponse
{
    public required BackupHealthStatus Status { get; init; }

    public required DateTimeOffset CheckedAt { get; init; }

    /// <summary>Gets what is wrong, the worst first.</summary>
    public required IReadOnlyList<HealthReasonResponse> Reasons { get; init; }

    /// <summary>Gets how it stands with each enabled schedule; where there is none, with all backups.</summary>
    public required IReadOnlyList<ScheduleHealthResponse> Schedules { get; init; }

    /// <summary>Gets how much room the store has, where it can tell.</summary>
    public long? FreeBytes { get; init; }

    public static HealthResponse From(BackupHealth health) => new()
    {
        Status = health.Status,
        CheckedAt = health.CheckedAt,
        Reasons = [.. health.Reasons.Select(HealthReasonResponse.From)],
        Schedules = [.. health.Schedules.Select(ScheduleHealthResponse.From)],
        FreeBytes = health.FreeBytes,
    };
}
