using Microsoft.Extensions.Diagnostics.HealthChecks;
using PgBackup;
using PgBackup.Health;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Adds backups to the host's health checks.</summary>
public static class PgBackupHealthChecksBuilderExtensions
{
    /// <summary>Adds a health check that tells how it stands with backups (<see cref="IBackupHealth"/>).</summary>
    /// <param name="builder">The builder; <c>AddPgBackup()</c> is to be called on the services as well.</param>
    /// <param name="name">The name of the check.</param>
    /// <param name="failureStatus">What unhealthy backups are to the host; unhealthy when null.</param>
    /// <param name="tags">Tags by which the host chooses checks.</param>
    /// <param name="timeout">How long the check may take; the host's default when null.</param>
    /// <returns>The same builder.</returns>
    public static IHealthChecksBuilder AddPgBackup(
        this IHealthChecksBuilder builder, string name = "pgbackup", HealthStatus? failureStatus = null, IEnumerable<string>? tags = null,
        TimeSpan? timeout = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        return builder.Add(new HealthCheckRegistration(
            name, provider => new PgBackupHealthCheck(provider.GetRequiredService<IBackupHealth>()), failureStatus, tags, timeout));
    }
}
