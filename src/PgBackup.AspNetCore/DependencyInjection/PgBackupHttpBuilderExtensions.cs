using Microsoft.AspNetCore.Authorization;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using PgBackup;
using PgBackup.AspNetCore;
using PgBackup.AspNetCore.Access;
using PgBackup.AspNetCore.DependencyInjection;
using PgBackup.AspNetCore.Endpoints;
using PgBackup.AspNetCore.Operations;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Registers the HTTP API of PgBackup.</summary>
public static class PgBackupHttpBuilderExtensions
{
    /// <summary>Registers what <c>MapPgBackup</c> needs, and the policy <see cref="PgBackupPolicies.Administrator"/> if the host has
    /// none of that name. May be called more than once.</summary>
    /// <param name="builder">The builder that <c>AddPgBackup()</c> returned.</param>
    /// <param name="configure">Sets the options; they are validated when the host starts.</param>
    /// <returns>The same builder.</returns>
    public static IPgBackupBuilder AddHttpApi(this IPgBackupBuilder builder, Action<PgBackupHttpOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        var services = builder.Services;
        var options = services.AddOptionsWithValidateOnStart<PgBackupHttpOptions>();
        if (configure is not null)
            options.Configure(configure);
        if (services.Any(s => s.ServiceType == typeof(OperationRegistry)))
            return builder;

        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<PgBackupHttpOptions>, PgBackupHttpOptionsRules>());
        services.AddAuthorization();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IPostConfigureOptions<AuthorizationOptions>, AdministratorPolicy>());
        ApiAuthorizationResults.Decorate(services);
        services.AddSingleton<CrossSiteRequests>();
        services.AddSingleton<RequestGates>();
        services.AddSingleton<OperationRegistry>();
        services.AddSingleton<IHostedService>(provider => provider.GetRequiredService<OperationRegistry>());
        return builder;
    }
}
