namespace PgBackup.AspNetCore.Health;

/// <summary>How it stands with the backups of one schedule.</summary>
internal sealed record ScheduleHealthResponse
{
    public string? ScheduleId { get; init; }

    public required BackupHealthStatus Status { get; init; }

    public string? NewestGoodBackupId { get; init; }

    public DateTimeOffset? NewestGoodAt { get; init; }

    public DateTimeOffset? NextDueAt { get; init; }

    public required int FailedRuns { get; init; }

    public static ScheduleHealthResponse From(ScheduleHealth health) => new()
    {
        ScheduleId = health.ScheduleId,
        Status = health.Status,
        NewestGoodBackupId = health.NewestGoodBackupId,
        NewestGoodAt = health.NewestGoodAt,
        NextDueAt = health.NextDueAt,
        FailedRuns = health.FailedRuns,
    };
}
