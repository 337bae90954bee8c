namespace PgBackup.Scheduling;

/// <summary>The clock of a time zone, with its gaps and its hours that come twice.</summary>
/// <remarks>Works with offsets alone: what .NET says of invalid and ambiguous times rests on rules that not every zone can be put
/// into.</remarks>
internal sealed class LocalTime(TimeZoneInfo zone)
{
    // No offset is further from UTC than 14 hours, and no zone changes its own twice within two days.
    private static readonly TimeSpan Margin = TimeSpan.FromHours(15);

    public TimeSpan OffsetAt(DateTime utc) => zone.GetUtcOffset(DateTime.SpecifyKind(utc, DateTimeKind.Utc));

    /// <summary>Tells when a local time comes: the first of its two instants, or the end of the gap that leaves it out.</summary>
    public DateTime FirstInstant(DateTime local)
    {
        var before = OffsetAt(local - Margin);
        var after = OffsetAt(local + Margin);
        if (before == after)
            return local - before;
        var (early, late) = (local - before, local - after);
        if (OffsetAt(early) == before)
            return early;
        return OffsetAt(late) == after ? late : FindChange(local - Margin, local + Margin)!.Value;
    }

    /// <summary>Finds the first instant, after one and not after another, at which the clock is put forward or back.</summary>
    public DateTime? FindChange(DateTime after, DateTime until)
    {
        var offset = OffsetAt(after);
        for (var from = after; from < until;)
        {
            var to = until - from > TimeSpan.FromDays(1) ? from.AddDays(1) : until;
            if (OffsetAt(to) != offset)
                return Bisect(from, to, offset);
            from = to;
        }

        return null;
    }

    private DateTime Bisect(DateTime from, DateTime to, TimeSpan offset)
    {
        // In whole seconds from the start of the epoch of DateTime: changes are never in the midst of one.
        var (low, high) = (from.Ticks / TimeSpan.TicksPerSecond, (to.Ticks + TimeSpan.TicksPerSecond - 1) / TimeSpan.TicksPerSecond);
        while (high - low > 1)
        {
            var middle = low + ((high - low) / 2);
            if (OffsetAt(new DateTime(middle * TimeSpan.TicksPerSecond)) == offset)
                low = middle;
            else
                high = middle;
        }

        return new DateTime(high * TimeSpan.TicksPerSecond);
    }
}
