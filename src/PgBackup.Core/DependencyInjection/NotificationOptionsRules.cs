using Microsoft.Extensions.Options;

namespace PgBackup.DependencyInjection;

/// <summary>Checks how events reach notifiers.</summary>
internal static class NotificationOptionsRules
{
    public static void Check(NotificationOptions options, ValidateOptionsResultBuilder result)
    {
        if (options.QueueCapacity is < 1 or > 100_000)
            result.AddError($"must be 1 to 100,000; it is {options.QueueCapacity}.", Name(nameof(options.QueueCapacity)));
        if (options.FlushTimeout < TimeSpan.Zero || options.FlushTimeout > TimeSpan.FromHours(1))
            result.AddError($"must be zero to one hour; it is {options.FlushTimeout}.", Name(nameof(options.FlushTimeout)));
    }

    private static string Name(string member) => $"{nameof(PgBackupOptions.Notifications)}.{member}";
}
