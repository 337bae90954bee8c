using System.Globalization;

namespace PgBackup.Retention;

/// <summary>A retention policy and what it is for, checked.</summary>
internal sealed record RetentionSettings(RetentionPolicy Policy, RetentionOptions Options, TimeZoneInfo TimeZone)
{
    /// <exception cref="ArgumentException">A rule is out of its range, or the time zone is not known.</exception>
    public static RetentionSettings From(RetentionPolicy policy, RetentionOptions options)
    {
        RequireCount(policy, policy.KeepLast, nameof(policy.KeepLast));
        RequireCount(policy, policy.Daily, nameof(policy.Daily));
        RequireCount(policy, policy.Weekly, nameof(policy.Weekly));
        RequireCount(policy, policy.Monthly, nameof(policy.Monthly));
        RequireCount(policy, policy.Yearly, nameof(policy.Yearly));
        if (policy.KeepFor is { } time && time <= TimeSpan.Zero)
            throw new ArgumentOutOfRangeException(nameof(policy), time, "KeepFor must be more than zero; leave it out for no such rule.");
        if (policy.MaxTotalBytes is <= 0)
            throw new ArgumentOutOfRangeException(
                nameof(policy), policy.MaxTotalBytes, "MaxTotalBytes must be more than zero; leave it out for no limit.");
        RequireText(options, options.Database, nameof(options.Database));
        RequireText(options, options.ScheduleId, nameof(options.ScheduleId));
        RequireText(options, options.Label, nameof(options.Label));
        return new RetentionSettings(policy, options, ZoneOf(policy));
    }

    /// <summary>Says in words what is asked for.</summary>
    public IReadOnlyList<string> Describe()
    {
        List<string> words = [];
        Add(Policy.KeepLast, nameof(Policy.KeepLast));
        Add(Policy.KeepFor, nameof(Policy.KeepFor));
        Add(Policy.Daily, nameof(Policy.Daily));
        Add(Policy.Weekly, nameof(Policy.Weekly));
        Add(Policy.Monthly, nameof(Policy.Monthly));
        Add(Policy.Yearly, nameof(Policy.Yearly));
        Add(Policy.MaxTotalBytes, nameof(Policy.MaxTotalBytes));
        Add(Policy.RequireVerified, nameof(Policy.RequireVerified));
        Add(Policy.TimeZone, nameof(Policy.TimeZone));
        Add(Options.Database, nameof(Options.Database));
        Add(Options.ScheduleId, nameof(Options.ScheduleId));
        Add(Options.Label, nameof(Options.Label));
        return words;

        void Add(object? value, string name)
        {
            if (value is not null)
                words.Add(string.Create(CultureInfo.InvariantCulture, $"{name} {value}"));
        }
    }

    private static void RequireCount(RetentionPolicy policy, int? count, string member)
    {
        if (count is <= 0)
            throw new ArgumentOutOfRangeException(
                nameof(policy), count, $"{member} must be more than zero; leave it out for no such rule.");
    }

    // An empty name would match nothing, and so silently keep all.
    private static void RequireText(RetentionOptions options, string? value, string member)
    {
        if (value is { Length: 0 })
            throw new ArgumentException($"{member} must not be empty; leave it out.", nameof(options));
    }

    private static TimeZoneInfo ZoneOf(RetentionPolicy policy)
    {
        if (TimeZones.TryFind(policy.TimeZone, out var zone, out var error))
            return zone;
        return policy.TimeZone is null ? TimeZoneInfo.Local : throw new ArgumentException($"TimeZone: {error}", nameof(policy));
    }
}
