namespace PgBackup.Health;

/// <summary>The events of health.</summary>
internal static class HealthEvents
{
    public static BackupEvent Worse(BackupHealth health, string? database)
    {
        var worst = health.Reasons[0];
        return new BackupEvent
        {
            Kind = BackupEventKind.Unhealthy,
            Severity = health.Status == BackupHealthStatus.Unhealthy ? BackupEventSeverity.Error : BackupEventSeverity.Warning,
            Message = $"Backups are {(health.Status == BackupHealthStatus.Unhealthy ? "unhealthy" : "degraded")}: {worst.Message}",
            Advice = worst.Advice,
            Database = database,
            ScheduleId = worst.ScheduleId,
            BackupId = worst.BackupId,
            Warnings = [.. health.Reasons.Select(r => r.Message)],
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
