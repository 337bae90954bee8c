using System.Globalization;

namespace PgBackup.Retention;

/// <summary>The rules of a policy, over backups of which each stands for those after it.</summary>
internal sealed class RetentionRules(RetentionPolicy policy, TimeZoneInfo timeZone, DateTimeOffset now)
{
    private readonly List<(string Name, int Count, Func<DateTime, string> PeriodOf)> _periods = Periods(policy);

    /// <summary>Gets a value indicating whether there is any, the limit of the size aside.</summary>
    public bool AreSet => policy.KeepLast is not null || policy.KeepFor is not null || _periods.Count > 0;

    /// <summary>Finds what keeps each backup.</summary>
    /// <param name="backups">The backups, the newest first.</param>
    /// <param name="counts">Whether a backup takes a place. One that does not is kept where a good one of its time would be.</param>
    /// <returns>The reasons, in the order of the backups.</returns>
    public List<List<string>> Apply(IReadOnlyList<BackupInfo> backups, Func<BackupInfo, bool> counts)
    {
        var reasons = backups.Select(_ => new List<string>()).ToList();
        var isCounted = backups.Select(counts).ToList();
        ApplyLast();
        ApplyAge();
        foreach (var period in _periods)
            ApplyPeriod(period);
        return reasons;

        void ApplyLast()
        {
            for (var (i, taken) = (0, 0); i < backups.Count && taken < policy.KeepLast; taken += isCounted[i] ? 1 : 0, i++)
                Keep(i, policy.KeepLast == 1 ? "the last one" : Invariant($"one of the last {policy.KeepLast}"));
        }

        void ApplyAge()
        {
            for (var i = 0; i < backups.Count; i++)
            {
                if (now - backups[i].CreatedAt < policy.KeepFor)
                    Keep(i, $"younger than {Words(policy.KeepFor.Value)}");
            }
        }

        void ApplyPeriod((string Name, int Count, Func<DateTime, string> PeriodOf) rule)
        {
            var taken = new HashSet<string>(StringComparer.Ordinal);
            for (var i = 0; i < backups.Count && taken.Count < rule.Count; i++)
            {
                var period = rule.PeriodOf(TimeZoneInfo.ConvertTime(backups[i].CreatedAt, timeZone).DateTime);
                if (isCounted[i] ? taken.Add(period) : !taken.Contains(period))
                    Keep(i, $"{rule.Name} {period}");
            }
        }

        void Keep(int index, string reason) => reasons[index].Add(isCounted[index] ? reason : $"{reason} (not good: takes no place)");
    }

    private static List<(string Name, int Count, Func<DateTime, string> PeriodOf)> Periods(RetentionPolicy policy)
    {
        var periods = new List<(string, int, Func<DateTime, string>)>();
        Add("daily", policy.Daily, day => Invariant($"{day:yyyy-MM-dd}"));
        // The year of a week is that of its Thursday: 2027-01-01 is in 2026-W53.
        Add("weekly", policy.Weekly, day => Invariant($"{ISOWeek.GetYear(day):D4}-W{ISOWeek.GetWeekOfYear(day):D2}"));
        Add("monthly", policy.Monthly, day => Invariant($"{day:yyyy-MM}"));
        Add("yearly", policy.Yearly, day => Invariant($"{day:yyyy}"));
        return periods;

        void Add(string name, int? count, Func<DateTime, string> periodOf)
        {
            if (count is { } value)
                periods.Add((name, value, periodOf));
        }
    }

    private static string Words(TimeSpan time) => time switch
    {
        { Ticks: TimeSpan.TicksPerDay } => "a day",
        _ when time.Ticks % TimeSpan.TicksPerDay == 0 => Invariant($"{time.Days} days"),
        _ when time.Ticks % TimeSpan.TicksPerHour == 0 => Invariant($"{time.TotalHours:0} hours"),
        _ => time.ToString("c", CultureInfo.InvariantCulture),
    };

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
