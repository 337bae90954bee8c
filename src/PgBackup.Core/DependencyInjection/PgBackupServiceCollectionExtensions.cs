using System.Diagnostics.CodeAnalysis;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection.Extensions;
using PgBackup;
using PgBackup.DependencyInjection;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Registers PgBackup.</summary>
public static class PgBackupServiceCollectionExtensions
{
    /// <summary>Registers <see cref="IDatabaseBackup"/> with the SQL format and the local store. May be called more than once; services that the
    /// application registered itself win.</summary>
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

    /// <summary>Registers <see cref="IDatabaseBackup"/> as <see cref="AddPgBackup(IServiceCollection, Action{PgBackupOptions})"/> does, with options
    /// from a configuration section.</summary>
    /// <param name="services">The services of the host.</param>
    /// <param name="configuration">The section that holds the options, as a rule <c>PgBackup</c>.</param>
    /// <returns>A builder for formats and stores.</returns>
    public static IPgBackupBuilder AddPgBackup(this IServiceCollection services, IConfiguration configuration)
    {
        ArgumentNullException.ThrowIfNull(services);
        ArgumentNullException.ThrowIfNull(configuration);
        services.AddOptionsWithValidateOnStart<PgBackupOptions>().Bind(configuration);
        PgBackupServices.Register(services);
        return new PgBackupBuilder(services);
    }

    /// <summary>Adds a format.</summary>
    /// <typeparam name="TFormat">The format; a singleton.</typeparam>
    /// <param name="builder">The builder.</param>
    /// <returns>The same builder.</returns>
    public static IPgBackupBuilder AddFormat<[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicConstructors)] TFormat>(this IPgBackupBuilder builder)
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
    public static IPgBackupBuilder UseStore<[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicConstructors)] TStore>(this IPgBackupBuilder builder)
        where TStore : class, IBackupStore
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.Services.Replace(ServiceDescriptor.Singleton<IBackupStore, TStore>());
        return builder;
    }
}
