using System.Diagnostics.CodeAnalysis;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using PgBackup;
using PgBackup.Events;
using PgBackup.Notifications;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Registers who is told of events.</summary>
public static class PgBackupNotifierExtensions
{
    /// <summary>Adds a notifier of the host's own.</summary>
    /// <typeparam name="TNotifier">The notifier; a singleton.</typeparam>
    /// <param name="builder">The builder.</param>
    /// <param name="configure">Says which events it is told of; by default, all.</param>
    /// <returns>The same builder.</returns>
    /// <exception cref="ArgumentException">An option is out of its range.</exception>
    public static IPgBackupBuilder AddNotifier<[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicConstructors)] TNotifier>(
        this IPgBackupBuilder builder, Action<NotifierOptions>? configure = null)
        where TNotifier : class, IBackupNotifier
    {
        ArgumentNullException.ThrowIfNull(builder);
        var options = new NotifierOptions();
        configure?.Invoke(options);
        options.Validate();
        builder.Services.TryAddSingleton<TNotifier>();
        return Add(builder, services => services.GetRequiredService<TNotifier>(), options, ownsNotifier: false);
    }

    /// <summary>Adds a notifier that a factory makes, with options that may be of a class of its own.</summary>
    /// <param name="builder">The builder.</param>
    /// <param name="factory">Makes the notifier, which is disposed with the container.</param>
    /// <param name="options">Say which events it is told of.</param>
    /// <returns>The same builder.</returns>
    /// <exception cref="ArgumentException">An option is out of its range.</exception>
    public static IPgBackupBuilder AddNotifier(
        this IPgBackupBuilder builder, Func<IServiceProvider, IBackupNotifier> factory, NotifierOptions options)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(factory);
        ArgumentNullException.ThrowIfNull(options);
        options.Validate();
        return Add(builder, factory, options, ownsNotifier: true);
    }

    /// <summary>Adds a webhook: events are posted to an address as JSON, and signed.</summary>
    /// <param name="builder">The builder.</param>
    /// <param name="configure">Sets the address, the secret, and which events are told.</param>
    /// <param name="client">Gives the client to call with; it stays the host's. By default, the library has one of its own, which
    /// follows no redirects.</param>
    /// <returns>The same builder.</returns>
    /// <exception cref="ArgumentException">An option is missing or out of its range; the message says which.</exception>
    public static IPgBackupBuilder AddWebhook(
        this IPgBackupBuilder builder, Action<WebhookOptions> configure, Func<IServiceProvider, HttpMessageInvoker>? client = null)
    {
        ArgumentNullException.ThrowIfNull(configure);
        var options = new WebhookOptions();
        configure(options);
        return AddNotifier(
            builder, services => new WebhookNotifier(options, client?.Invoke(services), services.GetRequiredService<TimeProvider>()),
            options);
    }

    /// <summary>Adds a heartbeat: an address that is called after each good backup.</summary>
    /// <param name="builder">The builder.</param>
    /// <param name="url">The address, as the service that waits for the calls gave it.</param>
    /// <param name="configure">Sets whatever else it has, such as the schedules that count.</param>
    /// <param name="client">Gives the client to call with; it stays the host's. By default, the library has one of its own, which
    /// follows no redirects.</param>
    /// <returns>The same builder.</returns>
    /// <exception cref="ArgumentException">An option is missing or out of its range; the message says which.</exception>
    public static IPgBackupBuilder AddHeartbeat(
        this IPgBackupBuilder builder, string url, Action<HeartbeatOptions>? configure = null,
        Func<IServiceProvider, HttpMessageInvoker>? client = null)
    {
        var options = new HeartbeatOptions { Url = url };
        configure?.Invoke(options);
        return AddNotifier(
            builder, services => new HeartbeatNotifier(options, client?.Invoke(services), services.GetRequiredService<TimeProvider>()),
            options);
    }

    private static IPgBackupBuilder Add(
        IPgBackupBuilder builder, Func<IServiceProvider, IBackupNotifier> factory, NotifierOptions options, bool ownsNotifier)
    {
        builder.Services.AddSingleton<IBackupNotifier>(services => new ConfiguredNotifier(factory(services), options, ownsNotifier));
        // A container without a generic host has it for nothing: there, the flush comes when the container is disposed.
        builder.Services.TryAddEnumerable(ServiceDescriptor.Singleton<IHostedService, NotifierHost>());
        return builder;
    }
}
