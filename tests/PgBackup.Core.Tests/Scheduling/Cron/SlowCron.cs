namespace PgBackup.Tests.Scheduling.Cron;

/// <summary>Cron by looking at the clock once a minute: the rules as they are told to people, with no arithmetic of its own.</summary>
internal sealed record SlowCron(IReadOnlySet<int> Minutes, IReadOnlySet<int> Hours, IReadOnlySet<int>? Days, IReadOnlySet<int>? Weekdays,
    bool IsInterval)
{
    public int Second { get; init; }

    /// <summary>Lists the instants at which the expression is due, after one and before another.</summary>
    public IEnumerable<DateTime> Due(TimeZoneInfo zone, DateTime from, DateTime before)
    {
        var lead = TimeSpan.FromDays(2);
        var shown = new HashSet<DateTime>();
        var late = new SortedSet<DateTime>();
        var last = TimeZoneInfo.ConvertTimeFromUtc(Utc(from - lead), zone);
        for (var now = from - lead; now < before; now = now.AddMinutes(1))
        {
            var local = TimeZoneInfo.ConvertTimeFromUtc(Utc(now), zone);
            var skipped = new List<DateTime>();
            for (var time = last.AddMinutes(1); time < local; time = time.AddMinutes(1))
                skipped.Add(time);
            // By elapsed time, a time that the clock leaves out comes as long after the gap begins as it stands in it.
            foreach (var time in skipped.Where(Matches))
                late.Add(IsInterval ? now + (time - last.AddMinutes(1)) : now);
            var isSecond = !shown.Add(local);
            foreach (var time in skipped)
                shown.Add(time);
            if ((Matches(local) && (IsInterval || !isSecond)) | late.Remove(now))
            {
                if (now > from)
                    yield return now;
            }

            last = local;
        }
    }

    private bool Matches(DateTime local) => Minutes.Contains(local.Minute) && Hours.Contains(local.Hour) && (Days, Weekdays) switch
    {
        (null, null) => true,
        ({ } days, null) => days.Contains(local.Day),
        (null, { } weekdays) => weekdays.Contains((int)local.DayOfWeek),
        ({ } days, { } weekdays) => days.Contains(local.Day) || weekdays.Contains((int)local.DayOfWeek),
    };

    private static DateTime Utc(DateTime time) => DateTime.SpecifyKind(time, DateTimeKind.Utc);
}
