using System.Globalization;
using FluentAssertions;
using PgBackup.Scheduling;
using Xunit;

namespace PgBackup.Tests.Scheduling.Cron;

[Trait("Category", "Unit")]
public sealed class DueTimesTests
{
    [Theory]
    [InlineData("0 2 * * *", "2026-06-01 12:00", "2026-06-02 02:00", "2026-06-03 02:00")] // daily at 2
    [InlineData("0 */4 * * *", "2026-06-01 12:00", "2026-06-01 16:00", "2026-06-01 20:00", "2026-06-02 00:00")] // every four hours
    [InlineData("0 3 * * 0", "2026-06-01 12:00", "2026-06-07 03:00", "2026-06-14 03:00")] // Sundays at 3
    [InlineData("0 0 1 * *", "2026-06-01 12:00", "2026-07-01 00:00", "2026-08-01 00:00")] // the first at midnight
    [InlineData("*/30 * * * *", "2026-06-01 12:00", "2026-06-01 12:30", "2026-06-01 13:00")] // every 30 minutes
    [InlineData("0 3 * * 7", "2026-06-01 12:00", "2026-06-07 03:00", "2026-06-14 03:00")]
    [InlineData("0 3 * * 5-7", "2026-06-01 12:00", "2026-06-05 03:00", "2026-06-06 03:00", "2026-06-07 03:00", "2026-06-12 03:00")]
    [InlineData("0 3 * * MON-WED", "2026-06-01 12:00", "2026-06-02 03:00", "2026-06-03 03:00", "2026-06-08 03:00")]
    [InlineData("0 0 13 * 5", "2026-06-01 12:00", "2026-06-05 00:00", "2026-06-12 00:00", "2026-06-13 00:00")] // the 13th, and Fridays
    [InlineData("0 0 29 2 *", "2026-06-01 12:00", "2028-02-29 00:00", "2032-02-29 00:00")]
    [InlineData("*/20 * * * * *", "2026-06-01 12:00", "2026-06-01 12:00:20", "2026-06-01 12:00:40", "2026-06-01 12:01")]
    [InlineData("@yearly", "2026-06-01 12:00", "2027-01-01 00:00")]
    [InlineData("@annually", "2026-06-01 12:00", "2027-01-01 00:00")]
    [InlineData("@monthly", "2026-06-01 12:00", "2026-07-01 00:00")]
    [InlineData("@weekly", "2026-06-01 12:00", "2026-06-07 00:00")]
    [InlineData("@daily", "2026-06-01 12:00", "2026-06-02 00:00")]
    [InlineData("@midnight", "2026-06-01 12:00", "2026-06-02 00:00")]
    [InlineData("@Hourly", "2026-06-01 12:00", "2026-06-01 13:00")]
    public void Expressions_mean_what_cron_users_expect(string expression, string after, params string[] expected) =>
        Due(expression, "UTC", after, expected.Length).Should().Equal(expected.Select(Utc));

    [Theory]
    // Berlin: 02:00 to 03:00 left out on 29 March 2026, shown twice on 25 October.
    [InlineData("30 2 * * *", "Europe/Berlin", "2026-03-28 12:00", "2026-03-29 01:00", "2026-03-30 00:30")]
    [InlineData("30 2 * * *", "Europe/Berlin", "2026-10-24 12:00", "2026-10-25 00:30", "2026-10-26 01:30")]
    [InlineData("0,30 2 * * *", "Europe/Berlin", "2026-03-28 12:00", "2026-03-29 01:00", "2026-03-30 00:00")]
    [InlineData("0 3 * * *", "Europe/Berlin", "2026-10-24 12:00", "2026-10-25 02:00", "2026-10-26 02:00")]
    // Intervals go on by elapsed time.
    [InlineData("*/30 * * * *", "Europe/Berlin", "2026-10-24 23:59", "2026-10-25 00:00", "2026-10-25 00:30", "2026-10-25 01:00",
        "2026-10-25 01:30", "2026-10-25 02:00")]
    [InlineData("*/30 * * * *", "Europe/Berlin", "2026-03-29 00:29", "2026-03-29 00:30", "2026-03-29 01:00", "2026-03-29 01:30")]
    [InlineData("@hourly", "Europe/Berlin", "2026-10-24 23:30", "2026-10-25 00:00", "2026-10-25 01:00", "2026-10-25 02:00")]
    [InlineData("0 */2 * * *", "Europe/Berlin", "2026-03-28 22:30", "2026-03-28 23:00", "2026-03-29 01:00", "2026-03-29 02:00")]
    // New York: 02:00 to 03:00 left out on 8 March 2026, 01:00 to 02:00 twice on 1 November.
    [InlineData("15 2 * * *", "America/New_York", "2026-03-07 12:00", "2026-03-08 07:00", "2026-03-09 06:15")]
    [InlineData("15 1 * * *", "America/New_York", "2026-10-31 12:00", "2026-11-01 05:15", "2026-11-02 06:15")]
    // Lord Howe: half an hour, 02:00 to 02:30 left out on 4 October 2026, 01:30 to 02:00 twice on 5 April.
    [InlineData("15 2 * * *", "Australia/Lord_Howe", "2026-10-03 00:00", "2026-10-03 15:30", "2026-10-04 15:15")]
    [InlineData("45 1 * * *", "Australia/Lord_Howe", "2026-04-04 00:00", "2026-04-04 14:45", "2026-04-05 15:15")]
    [InlineData("0 * * * *", "Australia/Lord_Howe", "2026-10-03 14:00", "2026-10-03 14:30", "2026-10-03 15:30", "2026-10-03 16:00")]
    // Santiago: the hour after midnight left out on 6 September 2026, that before midnight twice on 4 April.
    [InlineData("0 0 * * *", "America/Santiago", "2026-09-05 12:00", "2026-09-06 04:00", "2026-09-07 03:00")]
    [InlineData("30 23 * * *", "America/Santiago", "2026-04-04 12:00", "2026-04-05 02:30", "2026-04-06 03:30")]
    [InlineData("0 0 6 9 *", "America/Santiago", "2026-01-01 00:00", "2026-09-06 04:00", "2027-09-06 03:00")]
    // Apia left out a whole day, 30 December 2011.
    [InlineData("0 12 * * *", "Pacific/Apia", "2011-12-29 00:00", "2011-12-29 22:00", "2011-12-30 10:00", "2011-12-30 22:00")]
    public void Clocks_that_change_neither_lose_nor_double_a_run(string expression, string zone, string after, params string[] expected) =>
        Due(expression, zone, after, expected.Length).Should().Equal(expected.Select(Utc));

    [Theory]
    [InlineData("Europe/Berlin", 2026, 3, 29)]
    [InlineData("Europe/Berlin", 2027, 10, 31)]
    [InlineData("America/New_York", 2026, 3, 8)]
    [InlineData("America/New_York", 2028, 11, 5)]
    [InlineData("Australia/Lord_Howe", 2026, 10, 3)]
    [InlineData("Australia/Lord_Howe", 2026, 4, 4)]
    [InlineData("America/Santiago", 2026, 9, 6)]
    [InlineData("America/Santiago", 2026, 4, 5)]
    [InlineData("Asia/Kathmandu", 2026, 2, 28)]
    public void Random_expressions_are_due_when_the_clock_shows_them(string zoneId, int year, int month, int day)
    {
        var zone = TimeZoneInfo.FindSystemTimeZoneById(zoneId);
        var (from, to) = (new DateTime(year, month, day).AddDays(-2), new DateTime(year, month, day).AddDays(3));
        var random = new Random(year + day);
        for (var round = 0; round < 60; round++)
        {
            var (text, slow) = RandomExpression(random);
            var expected = slow.Due(zone, from, to).ToList();
            var due = new DueTimes(CronExpression.Parse(text), zone);

            var actual = due.After(Instant(from)).TakeWhile(t => t.UtcDateTime < to).Select(t => t.UtcDateTime).ToList();
            actual.Should().Equal(expected, $"of '{text}' in {zoneId}");

            // From any instant the same times follow, and the last one is found again.
            var instant = from.AddSeconds(random.Next(3 * 86400));
            due.Next(Instant(instant))?.UtcDateTime.Should().Be(expected.Find(t => t > instant) is var e && e != default
                ? e : due.Next(Instant(to.AddTicks(-1)))!.Value.UtcDateTime, $"of '{text}' after {instant:u}");
            if (expected.FindLast(t => t <= instant) is var last && last != default)
                due.Last(Instant(instant))!.Value.UtcDateTime.Should().Be(last, $"of '{text}' before {instant:u}");
        }
    }

    [Fact]
    public void Seconds_go_on_through_a_change()
    {
        var due = new DueTimes(CronExpression.Parse("*/20 * * * * *"), TimeZoneInfo.FindSystemTimeZoneById("Europe/Berlin"));
        foreach (var start in new[] { Utc("2026-03-29 00:30"), Utc("2026-10-25 00:30") })
        {
            due.After(Instant(start.AddSeconds(-1))).Take(360).Select(t => t.UtcDateTime)
                .Should().Equal(Enumerable.Range(0, 360).Select(i => start.AddSeconds(20 * i)));
        }
    }

    private static (string Text, SlowCron Slow) RandomExpression(Random random)
    {
        var everyHour = random.Next(2) == 0;
        var step = new[] { 1, 2, 3, 4, 6 }[random.Next(5)];
        var hours = everyHour ? [.. Enumerable.Range(0, 24).Where(h => h % step == 0)] : Some(random, 0, 23, random.Next(1, 6));
        var hourText = everyHour ? step == 1 ? "*" : $"*/{step}" : Text(hours);
        var minutes = random.Next(3) == 0 ? [.. Enumerable.Range(0, 60).Where(m => m % 10 == 0)] : Some(random, 0, 59, random.Next(1, 4));
        var minuteText = minutes.Count == 6 ? "*/10" : Text(minutes);
        var days = random.Next(3) == 0 ? Some(random, 1, 31, 8) : null;
        var weekdays = random.Next(3) == 0 ? Some(random, 0, 6, 3) : null;
        var text = $"{minuteText} {hourText} {(days is null ? "*" : Text(days))} * {(weekdays is null ? "*" : Text(weekdays))}";
        return (text, new SlowCron(minutes, hours, days, weekdays, everyHour));
    }

    private static SortedSet<int> Some(Random random, int first, int last, int count)
    {
        var values = new SortedSet<int>();
        while (values.Count < count)
            values.Add(random.Next(first, last + 1));
        return values;
    }

    private static string Text(IEnumerable<int> values) => string.Join(',', values);

    private static List<DateTime> Due(string expression, string zone, string after, int count) =>
        new DueTimes(CronExpression.Parse(expression), TimeZoneInfo.FindSystemTimeZoneById(zone))
            .After(Instant(Utc(after))).Take(count).Select(t => t.UtcDateTime).ToList();

    private static DateTime Utc(string text) => DateTime.Parse(text, CultureInfo.InvariantCulture);

    private static DateTimeOffset Instant(DateTime utc) => new(DateTime.SpecifyKind(utc, DateTimeKind.Utc));
}
