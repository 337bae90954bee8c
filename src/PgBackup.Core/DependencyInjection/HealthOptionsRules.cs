using Microsoft.Extensions.Options;

namespace PgBackup.DependencyInjection;

/// <summary>Checks the thresholds of health.</summary>
internal static class HealthOptionsRules
{
    public static void Check(BackupHealthOptions options, ValidateOptionsResultBuilder result)
    {
        Between(options.Grace, TimeSpan.Zero, TimeSpan.FromDays(30), nameof(options.Grace));
        Between(options.SchedulerGrace, TimeSpan.FromMinutes(1), TimeSpan.FromDays(30), nameof(options.SchedulerGrace));
        Between(options.CacheFor, TimeSpan.Zero, TimeSpan.FromHours(1), nameof(options.CacheFor));
        if (options.MaxAge <= TimeSpan.Zero)
            Add($"must be more than zero; it is {options.MaxAge}.", nameof(options.MaxAge));
        if (options.VerifiedWithin <= TimeSpan.Zero)
            Add($"must be more than zero; it is {options.VerifiedWithin}.", nameof(options.VerifiedWithin));
        Between(options.FailedRuns, 1, 1000, nameof(options.FailedRuns));
        Between(options.FreeBackups, 0, 1e9, nameof(options.FreeBackups));
        Between(options.RowLossFrom, 1, long.MaxValue, nameof(options.RowLossFrom));
        Between(options.Deviations, 1, 1000, nameof(options.Deviations));
        Between(options.DeviationFloor, 0, 100, nameof(options.DeviationFloor));
        Between(options.CompareWith, 5, 50, nameof(options.CompareWith));
        if (options.RowLoss is not (> 0 and <= 1))
            Add($"must be more than 0, and 1 at most; it is {options.RowLoss}.", nameof(options.RowLoss));

        // NaN is between nothing.
        void Between<T>(T value, T from, T to, string member)
            where T : IComparable<T>
        {
            if (value.CompareTo(from) < 0 || value.CompareTo(to) > 0)
                Add(FormattableString.Invariant($"must be {from} to {to}; it is {value}."), member);
        }

        void Add(string message, string member) => result.AddError(message, $"{nameof(PgBackupOptions.Health)}.{member}");
    }
}
