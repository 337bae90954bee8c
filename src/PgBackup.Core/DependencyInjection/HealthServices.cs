using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using PgBackup.Health;
using PgBackup.Scheduling;

namespace PgBackup.DependencyInjection;

/// <summary>What tells how it stands with backups.</summary>
internal static class HealthServices
{
    public static void Register(IServiceCollection services)
    {
        services.TryAddSingleton<HealthMonitor>();
        services.TryAddSingleton<IBackupHealth>(provider => provider.GetRequiredService<HealthMonitor>());
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IAfterRun, HealthMonitor>(p => p.GetRequiredService<HealthMonitor>()));
    }
}
