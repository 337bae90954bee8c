namespace PgBackup.Health;

/// <summary>The events of health.</summary>
internal static class HealthEvents
{
    public static BackupEvent Worse(BackupHealthStatus status, IReadOnlyList<BackupHealthReason> reasons, string? database)
    {
        var worst = reasons[0];
        return new BackupEvent
        {
            Kind = BackupEventKind.Unhealthy,
            Severity = status == BackupHealthStatus.Unhealthy ? BackupEventSeverity.Error : BackupEventSeverity.Warning,
            Message = $"Backups are {(status == BackupHealthStatus.Unhealthy ? "unhealthy" : "degraded")}: {worst.Message}",
            Advice = worst.Advice,
            Database = database,
            ScheduleId = worst.ScheduleId,
            BackupId = worst.BackupId,
            Warnings = [.. reasons.Select(r => r.Message)],
        };
    }

    public static BackupEvent Healthy(string? database) => new()
    {
        Kind = BackupEventKind.Healthy,
        Severity = BackupEventSeverity.Notice,
        Message = "Backups are healthy again.",
        Database = database,
    };
}
