using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace PgBackup.DependencyInjection;

/// <summary>Webhooks and heartbeats of the configuration: the sections <c>Webhooks</c> and <c>Heartbeat</c>.</summary>
internal static class ConfiguredNotifications
{
    public static void Add(IPgBackupBuilder builder, IConfiguration configuration)
    {
        foreach (var section in configuration.GetSection("Webhooks").GetChildren())
            Named(section, () => builder.AddWebhook(options => section.Bind(options)));
        var heartbeat = configuration.GetSection("Heartbeat");
        if (heartbeat.Exists())
            Named(heartbeat, () => builder.AddHeartbeat("", options => heartbeat.Bind(options)));
    }

    private static void Named(IConfigurationSection section, Action add)
    {
        try
        {
            add();
        }
        catch (ArgumentException exception)
        {
            throw new ArgumentException($"{section.Path}: {exception.Message}", exception);
        }
    }
}
