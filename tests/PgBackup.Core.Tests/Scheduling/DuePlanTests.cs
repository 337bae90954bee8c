using FluentAssertions;
using PgBackup.Scheduling;
using Xunit;

namespace PgBackup.Tests.Scheduling;

[Trait("Category", "Unit")]
public sealed class DuePlanTests
{
    private static readonly DateTimeOffset Midnight = new(2026, 6, 1, 0, 0, 0, TimeSpan.Zero);

    private static readonly DueTimes EverySecond = new(CronExpression.Parse("* * * * * *"), TimeZoneInfo.Utc);

    [Fact]
    public void Late_times_are_each_planned_and_nothing_twice()
    {
        var after = Midnight;
        var planned = new List<PlannedRun>();
        foreach (var late in new[] { 0.4, 1, 7.5, 7.5, 59, 61.2 })
        {
            planned.AddRange(DuePlan.Make(EverySecond, MissedRunRule.CatchUp, after, Midnight.AddSeconds(late), TimeSpan.FromMinutes(1)));
            after = Midnight.AddSeconds(late);
        }

        planned.Select(p => p.DueAt).Should().Equal(Enumerable.Range(1, 61).Select(s => Midnight.AddSeconds(s)));
        planned.Should().OnlyContain(p => !p.Missed && p.MissedRuns == 0);
    }

    [Fact]
    public void Time_that_is_due_just_now_stands_for_what_was_missed()
    {
        var due = new DueTimes(CronExpression.Parse("0 * * * *"), TimeZoneInfo.Utc);

        DuePlan.Make(due, MissedRunRule.CatchUp, Midnight, Midnight.AddHours(3).AddSeconds(5), TimeSpan.FromMinutes(1))
            .Should().Equal(new PlannedRun(Midnight.AddHours(3), false, 2));
        DuePlan.Make(due, MissedRunRule.CatchUp, Midnight, Midnight.AddHours(3.5), TimeSpan.FromMinutes(1))
            .Should().Equal(new PlannedRun(Midnight.AddHours(3), false, 2));
        DuePlan.Make(due, MissedRunRule.Skip, Midnight, Midnight.AddHours(3).AddSeconds(5), TimeSpan.FromMinutes(1))
            .Should().Equal(new PlannedRun(Midnight.AddHours(2), true, 1), new PlannedRun(Midnight.AddHours(3), false, 0));
    }

    [Fact]
    public void Year_of_missed_seconds_is_one_run()
    {
        var planned = DuePlan.Make(EverySecond, MissedRunRule.CatchUp, Midnight, Midnight.AddDays(365), TimeSpan.FromSeconds(10));

        planned[0].Should().Be(new PlannedRun(Midnight.AddDays(365).AddSeconds(-10), false, 10_000));
        planned.Should().HaveCount(11);
        DuePlan.Make(new DueTimes(CronExpression.Parse("*/2 0 0 * * *"), TimeZoneInfo.Utc), MissedRunRule.Skip, Midnight,
            Midnight.AddDays(3650).AddHours(1), TimeSpan.FromSeconds(10))
            .Should().Equal(new PlannedRun(Midnight.AddDays(3650).AddSeconds(58), true, 9_999));
    }

    [Fact]
    public void Open_runs_are_taken_skipped_or_left_by_the_rule()
    {
        OpenRun pending = new(Midnight, false, false, 0), later = new(Midnight.AddHours(1), false, false, 0);
        OpenRun running = new(Midnight.AddHours(-1), true, false, 1), dead = new(Midnight.AddHours(-1), true, true, 1);

        Divide(OverlapRule.Skip, 4, running, pending).Should().Be("take ; skip 00");
        Divide(OverlapRule.Wait, 4, running, pending).Should().Be("take ; skip ");
        Divide(OverlapRule.Allow, 4, running, pending, later).Should().Be("take 00,01; skip ");
        Divide(OverlapRule.Allow, 1, running, pending, later).Should().Be("take 00; skip ");
        Divide(OverlapRule.Skip, 4, dead, pending).Should().Be("take 23; skip 00");
        Divide(OverlapRule.Skip, 0, dead, pending).Should().Be("take ; skip ");
        Divide(OverlapRule.Wait, 4, pending, later).Should().Be("take 00; skip ");
        Divide(OverlapRule.Skip, 4, pending, later).Should().Be("take 00; skip 01");

        static string Divide(OverlapRule rule, int slots, params OpenRun[] runs)
        {
            var (take, skip) = OpenRun.Divide(runs, rule, slots);
            return $"take {Hours(take)}; skip {Hours(skip)}";
        }

        static string Hours(IEnumerable<OpenRun> runs) => string.Join(',', runs.Select(r => r.DueAt.ToString("HH", null)));
    }
}
