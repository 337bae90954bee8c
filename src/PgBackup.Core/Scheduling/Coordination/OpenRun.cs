namespace PgBackup.Scheduling;

/// <summary>A run that has not ended.</summary>
/// <param name="DueAt">Its due time.</param>
/// <param name="IsRunning">Whether an instance has it.</param>
/// <param name="IsExpired">Whether that instance has not renewed its lease.</param>
/// <param name="Claims">How many instances had it.</param>
internal sealed record OpenRun(DateTimeOffset DueAt, bool IsRunning, bool IsExpired, int Claims)
{
    /// <summary>Divides the open runs of a schedule: those to take, and those to skip. The others wait.</summary>
    /// <param name="runs">The open runs by their due times.</param>
    /// <param name="rule">What becomes of a due time while another run is going on.</param>
    /// <param name="slots">How many runs there is room for.</param>
    public static (List<OpenRun> Take, List<OpenRun> Skip) Divide(IReadOnlyList<OpenRun> runs, OverlapRule rule, int slots)
    {
        var (take, skip) = (new List<OpenRun>(), new List<OpenRun>());
        var isBusy = runs.Any(r => r is { IsRunning: true, IsExpired: false });
        foreach (var run in runs.Where(r => !r.IsRunning || r.IsExpired))
        {
            if (isBusy && rule != OverlapRule.Allow)
            {
                if (rule == OverlapRule.Skip && !run.IsRunning)
                    skip.Add(run);
            }
            else if (take.Count < slots)
            {
                take.Add(run);
                isBusy = true;
            }
        }

        return (take, skip);
    }
}
