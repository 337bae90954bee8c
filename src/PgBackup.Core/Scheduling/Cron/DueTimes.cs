namespace PgBackup.Scheduling;

/// <summary>When a cron expression is due in a time zone.</summary>
/// <remarks>Times of the day follow the clock: one that is skipped is due right after the gap, one that comes twice is due the first
/// time. Intervals (<see cref="CronExpression.IsInterval"/>) follow elapsed time: an hour that comes twice is no pause, and a time that
/// is skipped is due when it would have been had the clock not been put forward.</remarks>
internal sealed class DueTimes(CronExpression expression, TimeZoneInfo zone)
{
    // Wide enough for the largest gap there was, a whole day.
    private static readonly TimeSpan LongestGap = TimeSpan.FromDays(1);

    private static readonly TimeSpan[] Windows =
    [
        TimeSpan.FromMinutes(2), TimeSpan.FromHours(2), TimeSpan.FromDays(2), TimeSpan.FromDays(32), TimeSpan.FromDays(367),
        TimeSpan.FromDays(366 * 9),
    ];

    private readonly LocalTime _clock = new(zone);

    /// <summary>Finds the first due time after an instant; null where none comes.</summary>
    public DateTimeOffset? Next(DateTimeOffset after)
    {
        if (after.UtcDateTime > DateTime.MaxValue.AddDays(-3) || after.UtcDateTime < DateTime.MinValue.AddDays(3))
            return null;
        var next = expression.IsInterval ? NextOfInterval(after.UtcDateTime) : NextOfDay(after.UtcDateTime);
        return next is { } time ? new DateTimeOffset(DateTime.SpecifyKind(time, DateTimeKind.Utc)) : null;
    }

    /// <summary>Lists due times after an instant.</summary>
    public IEnumerable<DateTimeOffset> After(DateTimeOffset instant)
    {
        for (var next = Next(instant); next is { } time; next = Next(time))
            yield return time;
    }

    /// <summary>Finds the last due time at or before an instant; null where there was none in nine years.</summary>
    public DateTimeOffset? Last(DateTimeOffset instant)
    {
        foreach (var window in Windows)
        {
            DateTimeOffset? last = null;
            foreach (var time in After(instant - window).TakeWhile(t => t <= instant))
                last = time;
            if (last is not null)
                return last;
        }

        return null;
    }

    private DateTime? NextOfDay(DateTime after)
    {
        for (var local = expression.Next(after + _clock.OffsetAt(after)); local is { } time; local = expression.Next(time))
        {
            // Passed already when the clock shows it for the second time.
            if (_clock.FirstInstant(time) is var instant && instant > after)
                return instant;
        }

        return null;
    }

    private DateTime? NextOfInterval(DateTime after)
    {
        var skipped = _clock.FindChange(after - LongestGap, after) is { } gap ? NextSkipped(gap, after) : null;
        for (var from = after; ;)
        {
            var offset = _clock.OffsetAt(from);
            // At a change, from is the first instant of the new offset, and may itself be due.
            var local = expression.Next(from == after ? from + offset : from + offset - TimeSpan.FromSeconds(1));
            var next = local - offset;
            if (_clock.FindChange(from, next ?? from.AddDays(366)) is not { } change)
                return Earlier(skipped, next);
            skipped = Earlier(skipped, NextSkipped(change, after));
            if (skipped is not null && skipped <= change)
                return skipped;
            from = change;
        }
    }

    // What a gap leaves out, with the offset that held before it.
    private DateTime? NextSkipped(DateTime change, DateTime after)
    {
        var before = _clock.OffsetAt(change.AddSeconds(-1));
        var end = change + _clock.OffsetAt(change);
        var from = change + before - TimeSpan.FromSeconds(1);
        if (after + before > from)
            from = after + before;
        return expression.Next(from) is { } local && local < end ? local - before : null;
    }

    private static DateTime? Earlier(DateTime? one, DateTime? other) => one is null || other < one ? other : one;
}
