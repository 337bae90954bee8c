using System.Diagnostics.CodeAnalysis;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using PgBackup;
using PgBackup.DependencyInjection;
using PgBackup.Scheduling;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Registers PgBackup.</summary>
public static class PgBackupServiceCollectionExtensions
{
    /// <summary>Registers <see cref="IDatabaseBackup"/> with the SQL format and the local store. May be called more than once; services
    /// that the application registered itself win.</summary>
    /// <param name="services">The services of the host.</param>
    /// <param name="configure">Sets the options; they are validated when the host starts.</param>
    /// <returns>A builder for formats and stores.</returns>
    public static IPgBackupBuilder AddPgBackup(this IServiceCollection services, Action<PgBackupOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(services);
        var options = services.AddOptionsWithValidateOnStart<PgBackupOptions>();
        if (configure is not null)
            options.Configure(configure);
        PgBackupServices.Register(services);
        return new PgBackupBuilder(services);
    }

    /// <summary>Registers <see cref="IDatabaseBackup"/> as <see cref="AddPgBackup(IServiceCollection, Action{PgBackupOptions})"/> does,
    /// with options from a configuration section.</summary>
    /// <param name="services">The services of the host.</param>
    /// <param name="configuration">The section that holds the options, as a rule <c>PgBackup</c>.</param>
    /// <returns>A builder for formats and stores.</returns>
    /// <exception cref="ArgumentException">A webhook or heartbeat of the configuration is malformed; the message says which.</exception>
    public static IPgBackupBuilder AddPgBackup(this IServiceCollection services, IConfiguration configuration)
    {
        ArgumentNullException.ThrowIfNull(services);
        ArgumentNullException.ThrowIfNull(configuration);
        services.AddOptionsWithValidateOnStart<PgBackupOptions>().Bind(configuration);
        PgBackupServices.Register(services);
        var builder = new PgBackupBuilder(services);
        ConfiguredNotifications.Add(builder, configuration);
        return configuration.GetSection(nameof(PgBackupOptions.Schedules)).GetChildren().Any() ? builder.AddScheduler() : builder;
    }

    /// <summary>Adds a schedule, and has the host run it.</summary>
    /// <param name="builder">The builder.</param>
    /// <param name="id">The name by which the schedule is known everywhere.</param>
    /// <param name="schedule">A cron expression, such as <c>0 2 * * *</c> for daily at 02:00; see
    /// <see cref="BackupSchedule.Schedule"/>.</param>
    /// <param name="configure">Sets whatever else the schedule has.</param>
    /// <returns>The same builder.</returns>
    /// <exception cref="ArgumentException">The schedule is malformed; the message says what is wrong and what would be right.</exception>
    public static IPgBackupBuilder AddSchedule(
        this IPgBackupBuilder builder, string id, string schedule, Action<BackupSchedule>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        var added = new BackupSchedule { Id = id, Schedule = schedule };
        configure?.Invoke(added);
        ScheduleDefinition.From(added);
        builder.Services.Configure<PgBackupOptions>(options => options.Schedules.Add(added));
        return builder.AddScheduler();
    }

    /// <summary>Has the host run schedules, also where all of them are added at run time. <c>AddSchedule</c> and a configuration with
    /// schedules do it by themselves.</summary>
    /// <param name="builder">The builder.</param>
    /// <returns>The same builder.</returns>
    public static IPgBackupBuilder AddScheduler(this IPgBackupBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.Services.TryAddEnumerable(ServiceDescriptor.Singleton<IHostedService, SchedulerHost>());
        return builder;
    }

    /// <summary>Adds a format.</summary>
    /// <typeparam name="TFormat">The format; a singleton.</typeparam>
    /// <param name="builder">The builder.</param>
    /// <returns>The same builder.</returns>
    public static IPgBackupBuilder AddFormat<[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicConstructors)] TFormat>(
        this IPgBackupBuilder builder)
        where TFormat : class, IBackupFormat
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.Services.TryAddEnumerable(ServiceDescriptor.Singleton<IBackupFormat, TFormat>());
        return builder;
    }

    /// <summary>Keeps backups in a store of the host's own instead of the local directory.</summary>
    /// <typeparam name="TStore">The store; a singleton.</typeparam>
    /// <param name="builder">The builder.</param>
    /// <returns>The same builder.</returns>
    public static IPgBackupBuilder UseStore<[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicConstructors)] TStore>(
        this IPgBackupBuilder builder)
        where TStore : class, IBackupStore
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.Services.Replace(ServiceDescriptor.Singleton<IBackupStore, TStore>());
        return builder;
    }
}
