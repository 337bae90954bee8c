using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using PgBackup.Formats;
using PgBackup.History;
using PgBackup.Scheduling;
using PgBackup.Stores;

namespace PgBackup.DependencyInjection;

/// <summary>What every registration of PgBackup brings.</summary>
internal static class PgBackupServices
{
    /// <summary>Registers what the host has not registered itself. Logging stays the host's choice: without it nothing is logged.</summary>
    public static void Register(IServiceCollection services)
    {
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IPostConfigureOptions<PgBackupOptions>, DefaultDirectory>());
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<PgBackupOptions>, PgBackupOptionsValidator>());
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<PgBackupOptions>, PgBackupOptionsRules>());

        services.TryAddSingleton(TimeProvider.System);
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IBackupFormat, SqlFormat>());
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IBackupFormat, JsonFormat>());
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IBackupFormat, CsvFormat>());
        services.TryAddSingleton<IBackupStore>(provider =>
            new LocalFileStore(provider.GetRequiredService<IOptions<PgBackupOptions>>().Value.Directory!));
        EventServices.Register(services);
        services.TryAddSingleton<IDatabaseBackup, DatabaseBackup>();
        services.TryAddSingleton<BackupHistory>();
        services.TryAddSingleton<IBackupHistory>(provider => provider.GetRequiredService<BackupHistory>());
        HealthServices.Register(services);
        services.TryAddSingleton<IScheduledBackupService, ScheduledBackupService>();
    }
}
