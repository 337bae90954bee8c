using System.Globalization;
using FluentAssertions;
using PgBackup.Soak.Schedules;
using PgBackup.Tests.Servers;
using Xunit;
using Xunit.Abstractions;

namespace PgBackup.Tests.Scheduling;

/// <summary>Real processes that share schedules. <c>PGBACKUP_TEST_SCHEDULE_SECONDS</c> makes it longer.</summary>
public sealed class ManyInstancesTests(ITestOutputHelper output)
{
    [Fact]
    public async Task Each_due_time_runs_once_however_many_instances_there_are_and_die()
    {
        var seconds = int.Parse(Environment.GetEnvironmentVariable("PGBACKUP_TEST_SCHEDULE_SECONDS") ?? "35", CultureInfo.InvariantCulture);

        var figures = await SchedulesSoak.RunAsync(
            await PostgresServers.GetAsync(TestMajors.Any), TimeSpan.FromSeconds(seconds), Random.Shared.Next(10_000), 3, default);

        output.WriteLine(figures.ToString());
        figures.DueTimes.Should().BeGreaterThan(seconds * 2);
        figures.Kills.Should().BePositive();
        figures.TakenOver.Should().BePositive("killed processes leave runs behind");
    }
}
