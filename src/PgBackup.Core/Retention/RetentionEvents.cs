using PgBackup.Events;

namespace PgBackup.Retention;

/// <summary>The events of retention.</summary>
internal static class RetentionEvents
{
    /// <summary>Old backups that were deleted, or should have been.</summary>
    public static BackupEvent Applied(RetentionResult retention)
    {
        var freed = retention.Plan.Decisions.Where(d => retention.Deleted.Contains(d.Backup.Id)).Sum(d => d.Backup.Size);
        var of = retention.Plan.Database is { } database ? $" of database '{database}'" : "";
        var told = new BackupEvent
        {
            Kind = BackupEventKind.RetentionApplied,
            Severity = BackupEventSeverity.Information,
            Message = $"Retention deleted {retention.Deleted.Count} of {retention.Plan.Decisions.Count} backups{of}, "
                + $"{EventText.OfBytes(freed)}.",
            Database = retention.Plan.Database,
            Duration = retention.Duration,
            Size = freed,
            Warnings = retention.Plan.Warnings,
        };
        return retention.Problems.Count == 0
            ? told
            : told with
            {
                Kind = BackupEventKind.RetentionFailed,
                Severity = BackupEventSeverity.Warning,
                Message = $"Retention could not delete all that it should{of}: {retention.Problems.Count} "
                    + $"backup{(retention.Problems.Count == 1 ? " stays" : "s stay")}.",
                Advice = "The next run tries again. If the same backups stay for days, look at the store and its rights.",
                Warnings = [.. retention.Problems, .. retention.Plan.Warnings],
            };
    }
}
