using System.Globalization;
using PgBackup.Soak.Rounds;

namespace PgBackup.Soak.Schedules;

/// <summary>What became of due times.</summary>
public sealed record ScheduleFigures
{
    public required int DueTimes { get; init; }

    public required int Succeeded { get; init; }

    public required int Skipped { get; init; }

    /// <summary>Gets how many were run by more than one instance, one after the other.</summary>
    public required int TakenOver { get; init; }

    /// <summary>Gets how late runs that were not taken over began: the middle, and 95 of 100.</summary>
    public required (TimeSpan Half, TimeSpan Most) Delay { get; init; }

    public int Kills { get; init; }

    public int Interruptions { get; init; }

    public int Adopted { get; init; }

    public int Freezes { get; init; }

    public int Doubles { get; init; }

    /// <summary>Counts, after it has compared each second with its row and its backup.</summary>
    /// <exception cref="ViolationException">A due time was lost or doubled.</exception>
    public static ScheduleFigures Count(
        IReadOnlyList<ScheduleRun> runs, IReadOnlyList<BackupInfo> backups, IReadOnlyDictionary<string, DateTimeOffset> starts,
        DateTimeOffset end, IReadOnlyDictionary<string, OverlapRule> rules)
    {
        var seen = new List<ScheduleRun>();
        var made = backups.ToLookup(b => (b.ScheduleId, b.DueAt));
        foreach (var (id, start) in starts)
        {
            var rows = runs.Where(r => r.ScheduleId == id).ToDictionary(r => r.DueAt);
            var first = new DateTimeOffset(start.Ticks - (start.Ticks % TimeSpan.TicksPerSecond) + TimeSpan.TicksPerSecond, TimeSpan.Zero);
            for (var due = first; due <= end; due = due.AddSeconds(1))
            {
                if (!rows.TryGetValue(due, out var run))
                    throw new ViolationException($"{id}, due at {due:O}, was lost.");
                var ids = made[(id, due)].Select(b => b.Id).ToList();
                var isRight = run.State switch
                {
                    ScheduleRunState.Succeeded => ids.Count == 1 && ids[0] == run.BackupId,
                    ScheduleRunState.Skipped => ids.Count == 0 && rules[id] == OverlapRule.Skip,
                    _ => false,
                };
                if (!isRight)
                    throw new ViolationException($"{id}, due at {due:O}: {run}; backups in the store: {string.Join(", ", ids)}.");
                seen.Add(run);
            }

            CheckOverlaps(id, rules[id], [.. seen.Where(r => r.ScheduleId == id && r.State == ScheduleRunState.Succeeded)]);
        }

        var delays = seen.Where(r => r is { Claims: 1, State: ScheduleRunState.Succeeded }).Select(r =>
            r.StartedAt!.Value - r.DueAt).Order().ToList();
        return new ScheduleFigures
        {
            DueTimes = seen.Count,
            Succeeded = seen.Count(r => r.State == ScheduleRunState.Succeeded),
            Skipped = seen.Count(r => r.State == ScheduleRunState.Skipped),
            TakenOver = seen.Count(r => r.Claims > 1),
            Delay = (delays[delays.Count / 2], delays[delays.Count * 95 / 100]),
        };
    }

    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"{DueTimes} due times: {Succeeded} run once, {Skipped} skipped by rule, none lost, none doubled; {TakenOver} taken over, "
        + $"{Adopted} of them found made; {Kills} processes killed, {Interruptions} asked to end, {Freezes} frozen "
        + $"({Doubles} second backups removed); "
        + $"runs began {Delay.Half.TotalSeconds:0.00} s late "
        + $"(95 of 100 within {Delay.Most.TotalSeconds:0.00} s)");

    private static void CheckOverlaps(string id, OverlapRule rule, List<ScheduleRun> runs)
    {
        if (rule == OverlapRule.Allow)
            return;
        var ordered = runs.OrderBy(r => r.StartedAt).ToList();
        foreach (var (one, next) in ordered.Zip(ordered.Skip(1)))
        {
            if (next.StartedAt < one.FinishedAt)
                throw new ViolationException($"{id}: the runs due at {one.DueAt:O} and {next.DueAt:O} went on at the same time.");
        }
    }
}
