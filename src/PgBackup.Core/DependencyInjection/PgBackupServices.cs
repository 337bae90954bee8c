using Microsoft.Extensions.DependencyInjection;

namespace PgBackup.DependencyInjection;

/// <summary>What every registration of PgBackup brings.</summary>
internal static class PgBackupServices
{
    public static void Register(IServiceCollection services)
    {
        _ = services;
    }
}
