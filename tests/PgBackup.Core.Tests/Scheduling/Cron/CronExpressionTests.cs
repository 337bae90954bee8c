using FluentAssertions;
using PgBackup.Scheduling;
using Xunit;

namespace PgBackup.Tests.Scheduling.Cron;

[Trait("Category", "Unit")]
public sealed class CronExpressionTests
{
    [Theory]
    [InlineData("", "has 0 fields")]
    [InlineData("daily", "has 1 field.")]
    [InlineData("0 2 * *", "has 4 fields")]
    [InlineData("0 0 2 * * * 2026", "has 7 fields")]
    [InlineData("60 2 * * *", "the minute '60' must be 0 to 59")]
    [InlineData("0 24 * * *", "the hour '24' must be 0 to 23")]
    [InlineData("0 2 0 * *", "the day of the month '0' must be 1 to 31")]
    [InlineData("0 2 * 13 *", "the month '13' must be 1 to 12")]
    [InlineData("0 2 * * 8", "the day of the week '8' must be 0 to 7")]
    [InlineData("0 2 * * FRITZ", "the day of the week 'FRITZ' must be")]
    [InlineData("61 0 2 * * *", "the second '61' must be 0 to 59")]
    [InlineData("0 22-2 * * *", "the hour '22-2' runs backwards: write '22-23,0-2'")]
    [InlineData("0 2 * * FRI-SUN", "the day of the week 'FRI-SUN' runs backwards: write 'FRI-6,0'")]
    [InlineData("*/0 * * * *", "the minute '*/0' has a step that must be 1 to 60")]
    [InlineData("*/90 * * * *", "the minute '*/90' has a step")]
    [InlineData("99999999999 * * * *", "the minute '99999999999' must be 0 to 59")]
    [InlineData("0, 2 * * *", "the minute '' must be")]
    [InlineData("0 2 L * *", "the day of the month 'L' is of another kind of cron")]
    [InlineData("0 0 30 2 *", "never comes")]
    [InlineData("@reboot", "there is @yearly, @annually, @monthly")]
    public void Mistake_is_named_with_its_field_and_what_would_be_right(string text, string message)
    {
        CronExpression.TryParse(text, out _, out var error).Should().BeFalse();
        error.Should().Contain(message);
    }

    [Theory]
    [InlineData("*/30 * * * *", true)]
    [InlineData("0 */4 * * *", true)]
    [InlineData("@hourly", true)]
    [InlineData("*/5 * * * * *", true)]
    [InlineData("0 2 * * *", false)]
    [InlineData("*/15 2 * * *", false)]
    [InlineData("0 0-23 * * *", false)]
    public void Interval_is_what_begins_its_hour_with_a_star(string text, bool isInterval) =>
        CronExpression.Parse(text).IsInterval.Should().Be(isInterval);

    [Theory]
    [InlineData("Europe/Berlim", "Europe/Berlin")]
    [InlineData("Nowhere/Xx", "write an IANA id")]
    [InlineData("New York", "America/New_York")]
    [InlineData("", "IANA id")]
    [InlineData("/etc/passwd", "not known here")]
    public void Unknown_time_zone_is_refused_with_one_that_is_near(string id, string message)
    {
        TimeZones.TryFind(id, out _, out var error).Should().BeFalse();
        error.Should().Contain(message);
    }
}
