using Microsoft.Extensions.Configuration;
using PgBackup;
using PgBackup.Email;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Registers e-mail.</summary>
public static class PgBackupEmailExtensions
{
    /// <summary>Has events told by e-mail. May be called more than once, for different recipients.</summary>
    /// <param name="builder">The builder.</param>
    /// <param name="configure">Sets server, sender and recipients, and which events are told.</param>
    /// <returns>The same builder.</returns>
    /// <exception cref="ArgumentException">An option is missing or out of its range; the message says which.</exception>
    public static IPgBackupBuilder AddEmail(this IPgBackupBuilder builder, Action<EmailOptions> configure)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(configure);
        var options = new EmailOptions();
        configure(options);
        return builder.AddNotifier(services => new EmailNotifier(options, services.GetRequiredService<TimeProvider>()), options);
    }

    /// <summary>Has events told by e-mail, with options from a configuration section.</summary>
    /// <param name="builder">The builder.</param>
    /// <param name="configuration">The section that holds the options, as a rule <c>PgBackup:Email</c>.</param>
    /// <returns>The same builder.</returns>
    /// <exception cref="ArgumentException">An option is missing or out of its range; the message says which.</exception>
    public static IPgBackupBuilder AddEmail(this IPgBackupBuilder builder, IConfiguration configuration)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        return builder.AddEmail(options => configuration.Bind(options));
    }
}
