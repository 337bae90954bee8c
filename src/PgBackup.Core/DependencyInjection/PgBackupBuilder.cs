using Microsoft.Extensions.DependencyInjection;

namespace PgBackup.DependencyInjection;

internal sealed class PgBackupBuilder(IServiceCollection services) : IPgBackupBuilder
{
    public IServiceCollection Services { get; } = services;
}
