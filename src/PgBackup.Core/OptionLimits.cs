namespace PgBackup;

/// <summary>Checks what backups, conversions and restores may be asked for alike.</summary>
internal static class OptionLimits
{
    private const int MaxJobs = 64;

    /// <param name="own">What the operation asks for; null for the default.</param>
    /// <param name="defaults">The defaults.</param>
    /// <param name="parameter">What the caller's parameter is called.</param>
    public static int Jobs(int? own, PgBackupOptions defaults, string parameter)
    {
        var jobs = own ?? defaults.Jobs;
        return jobs is >= 1 and <= MaxJobs
            ? jobs
            : throw new ArgumentOutOfRangeException(parameter, jobs, "Jobs must be from 1 to 64.");
    }

    /// <inheritdoc cref="Jobs"/>
    public static TimeSpan LockTimeout(TimeSpan? own, PgBackupOptions defaults, string parameter)
    {
        var timeout = own ?? defaults.LockTimeout;
        return timeout > TimeSpan.Zero && timeout.TotalMilliseconds <= int.MaxValue
            ? timeout
            : throw new ArgumentOutOfRangeException(parameter, timeout, "LockTimeout must be more than zero, and at most 24 days.");
    }
}
