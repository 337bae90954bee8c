namespace PgBackup.Scheduling;

/// <summary>Which rows the due times of a stretch of time get.</summary>
internal static class DuePlan
{
    // Beyond that, how many were missed is not counted to the end.
    private const int MaxCounted = 10_000;

    /// <summary>Plans the due times after one instant, up to another.</summary>
    /// <param name="times">The due times.</param>
    /// <param name="rule">What becomes of those that were missed.</param>
    /// <param name="after">Up to here all are planned.</param>
    /// <param name="now">The server's time.</param>
    /// <param name="missedAfter">How late a run is before it counts as missed.</param>
    public static IReadOnlyList<PlannedRun> Make(
        DueTimes times, MissedRunRule rule, DateTimeOffset after, DateTimeOffset now, TimeSpan missedAfter)
    {
        var cutoff = now - missedAfter;
        var missed = new List<DateTimeOffset>();
        var planned = new List<PlannedRun>();
        foreach (var due in times.After(after).TakeWhile(t => t <= now))
        {
            if (due >= cutoff)
                planned.Add(new PlannedRun(due, false, 0));
            else if (missed.Count < MaxCounted)
                missed.Add(due);
            else
                break;
        }

        if (missed.Count == MaxCounted)
        {
            // Too many to go through one by one: from the last ones on.
            missed[^1] = times.Last(cutoff.AddTicks(-1)) ?? missed[^1];
            planned = [.. times.After(cutoff.AddTicks(-1)).TakeWhile(t => t <= now).Select(t => new PlannedRun(t, false, 0))];
        }

        if (missed.Count == 0)
            return planned;
        return rule switch
        {
            MissedRunRule.RunAll => [.. missed.Select(t => new PlannedRun(t, false, 0)), .. planned],
            MissedRunRule.Skip => [new PlannedRun(missed[^1], true, missed.Count - 1), .. planned],
            // One that is due just now stands for those before it.
            _ when planned.Count > 0 => [planned[0] with { MissedRuns = missed.Count }, .. planned.Skip(1)],
            _ => [new PlannedRun(missed[^1], false, missed.Count - 1)],
        };
    }
}
