using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using PgBackup.History;
using PgBackup.Postgres;
using PgBackup.Scheduling;

namespace PgBackup.DependencyInjection;

/// <summary>Checks what attributes cannot say.</summary>
/// <param name="services">Gives the formats, which are not asked for before the options are: a format may take the options itself.</param>
internal sealed class PgBackupOptionsRules(IServiceProvider services) : IValidateOptions<PgBackupOptions>
{
    [ThreadStatic]
    private static bool _isAskingFormats;

    public ValidateOptionsResult Validate(string? name, PgBackupOptions options)
    {
        var result = new ValidateOptionsResultBuilder();
        if (options.LockTimeout <= TimeSpan.Zero || options.LockTimeout.TotalMilliseconds > int.MaxValue)
            result.AddError($"must be more than zero, and at most 24 days; it is {options.LockTimeout}.", nameof(options.LockTimeout));
        if (string.IsNullOrWhiteSpace(options.Directory))
            result.AddError("must not be empty; leave it out for '.backups'.", nameof(options.Directory));
        if (!Enum.IsDefined(options.Compression))
            result.AddError($"must be gzip, zstd or none; it is {(int)options.Compression}.", nameof(options.Compression));
        if (!Enum.IsDefined(options.History))
            result.AddError($"must be enabled, disabled or required; it is {(int)options.History}.", nameof(options.History));
        if (BackupHistory.Check(options.HistoryRetention) is { } error)
            result.AddError(error, nameof(options.HistoryRetention));
        SchedulingOptionsRules.Check(options, result);
        HealthOptionsRules.Check(options.Health, result);
        NotificationOptionsRules.Check(options.Notifications, result);
        CheckConnectionString(options, result);
        CheckFormat(options, result);
        return result.Build();
    }

    private static void CheckConnectionString(PgBackupOptions options, ValidateOptionsResultBuilder result)
    {
        if (string.IsNullOrEmpty(options.ConnectionString))
            return;
        try
        {
            ConnectionSettings.Parse(options.ConnectionString);
        }
        catch (ArgumentException exception)
        {
            result.AddError(exception.Message, nameof(options.ConnectionString));
        }
    }

    private void CheckFormat(PgBackupOptions options, ValidateOptionsResultBuilder result)
    {
        // A format that reads the options in its constructor comes back here while it is being made.
        if (_isAskingFormats || string.IsNullOrEmpty(options.Format))
            return;
        _isAskingFormats = true;
        try
        {
            var formats = services.GetServices<IBackupFormat>().Select(f => f.Name).Distinct().Order(StringComparer.Ordinal).ToList();
            if (!formats.Contains(options.Format, StringComparer.Ordinal))
                result.AddError($"'{options.Format}' is not registered; there is {string.Join(", ", formats)}.", nameof(options.Format));
            foreach (var error in options.Schedules.Select(s => ScheduleFormat.Check(s, formats)).OfType<string>())
                result.AddError(error, nameof(options.Schedules));
        }
        finally
        {
            _isAskingFormats = false;
        }
    }
}
