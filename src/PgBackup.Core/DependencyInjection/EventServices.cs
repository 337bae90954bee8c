using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using PgBackup.Events;

namespace PgBackup.DependencyInjection;

/// <summary>What takes events to those who are told of them.</summary>
internal static class EventServices
{
    public static void Register(IServiceCollection services)
    {
        services.TryAddSingleton<EventHub>();
        services.TryAddSingleton<NotifierPumps>();
        services.TryAddSingleton<IBackupEvents>(provider => provider.GetRequiredService<EventHub>());
    }
}
