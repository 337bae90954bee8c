namespace PgBackup.AspNetCore.Health;

/// <summary>Why backups are not healthy.</summary>
internal sealed record HealthReasonResponse
{
    public required BackupHealthReasonKind Kind { get; init; }

    public required BackupHealthStatus Status { get; init; }

    public required string Message { get; init; }

    /// <summary>Gets what to do about it.</summary>
    public required string Advice { get; init; }

    public string? ScheduleId { get; init; }

    public string? BackupId { get; init; }

    public string? ObjectName { get; init; }

    public static HealthReasonResponse From(BackupHealthReason reason) => new()
    {
        Kind = reason.Kind,
        Status = reason.Status,
        Message = reason.Message,
        Advice = reason.Advice,
        ScheduleId = reason.ScheduleId,
        BackupId = reason.BackupId,
        ObjectName = reason.ObjectName,
    };
}
