using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace PgBackup.Health;

/// <summary>Tells the host's health checks how it stands with backups.</summary>
internal sealed class PgBackupHealthCheck(IBackupHealth health) : IHealthCheck
{
    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken)
    {
        var found = await health.CheckAsync(cancellationToken).ConfigureAwait(false);
        var status = found.Status switch
        {
            BackupHealthStatus.Healthy => HealthStatus.Healthy,
            BackupHealthStatus.Degraded => HealthStatus.Degraded,
            _ => context.Registration.FailureStatus,
        };
        var data = new Dictionary<string, object>
        {
            ["reasons"] = found.Reasons.Select(r => r.Message).ToArray(),
            ["checkedAt"] = found.CheckedAt,
        };
        foreach (var schedule in found.Schedules)
        {
            if (schedule.NewestGoodAt is { } newest)
                data[$"newest.{schedule.ScheduleId ?? "backup"}"] = newest;
        }

        var description = found.Reasons.Count == 0 ? "Backups are healthy." : string.Join(" ", found.Reasons.Select(r => r.Message));
        return new HealthCheckResult(status, description, exception: null, data);
    }
}
