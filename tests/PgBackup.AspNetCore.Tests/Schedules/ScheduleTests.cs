using Microsoft.Extensions.DependencyInjection;
using PgBackup.AspNetCore.Tests.Hosting;

namespace PgBackup.AspNetCore.Tests.Schedules;

public sealed class ScheduleTests(ServerFixture fixture) : ApiTest(fixture)
{
    [Fact]
    public async Task Schedules_are_listed_switched_and_run()
    {
        var list = (await Admin.GetAsync("/schedules")).Should(200).Json.GetProperty("schedules");
        list.GetArrayLength().Should().Be(2);
        var daily = list[1];
        daily.GetProperty("id").GetString().Should().Be("daily");
        daily.GetProperty("timeZone").GetString().Should().Be("Europe/Berlin");
        daily.GetProperty("nextDueAt").GetDateTimeOffset().Should().BeAfter(DateTimeOffset.UtcNow);
        daily.GetProperty("retention").GetProperty("keepLast").GetInt32().Should().Be(1);

        (await Admin.PostAsync("/schedules/daily/disable")).Should(200).Json.GetProperty("enabled").GetBoolean().Should().BeFalse();
        (await Admin.GetAsync("/schedules/daily")).Should(200).Json.TryGetProperty("nextDueAt", out _).Should().BeFalse();
        (await Admin.PostAsync("/schedules/daily/enable")).Should(200).Json.GetProperty("enabled").GetBoolean().Should().BeTrue();
        (await Admin.GetAsync("/schedules/daily/upcoming?count=3")).Should(200).Json.GetProperty("dueAt").GetArrayLength().Should().Be(3);

        var run = (await Admin.PostAsync("/schedules/daily/run")).Should(200).Json;
        run.GetProperty("state").GetString().Should().Be("succeeded");
        run.GetProperty("manual").GetBoolean().Should().BeTrue();
        var backups = (await Admin.GetAsync("?schedule=daily")).Json.GetProperty("backups");
        backups[0].GetProperty("id").GetString().Should().Be(run.GetProperty("backupId").GetString());
        (await Admin.GetAsync("/schedules/daily/runs?limit=5")).Should(200).Json.GetProperty("runs").GetArrayLength().Should().Be(1);

        var failed = (await Admin.PostAsync("/schedules/broken/run")).Should(200).Json;
        failed.GetProperty("state").GetString().Should().Be("failed");
        failed.GetProperty("errorCode").GetString().Should().Be("relation_not_found");
    }

    [Theory]
    [InlineData("GET", "/schedules/nightly")]
    [InlineData("GET", "/schedules/nightly/upcoming")]
    [InlineData("GET", "/schedules/nightly/runs")]
    [InlineData("POST", "/schedules/nightly/run")]
    [InlineData("POST", "/schedules/nightly/enable")]
    [InlineData("POST", "/schedules/%27;drop/disable")]
    public async Task An_unknown_schedule_is_404(string method, string path) =>
        (await Admin.SendAsync(new HttpMethod(method), path)).ShouldBeProblem(404, "schedule_not_found");

    [Fact]
    public async Task A_run_can_be_cancelled()
    {
        string id;
        await using (await LockAsync())
        {
            id = (await Admin.PostAsync("/schedules/daily/run", null, ("Prefer", "respond-async"))).Should(202)
                .Json.GetProperty("id").GetString()!;
            (await Admin.DeleteAsync($"/operations/{id}")).Should(202);
            var ended = await Admin.EndOfAsync(id);
            ended.GetProperty("state").GetString().Should().Be("cancelled");
            ended.GetProperty("scheduleId").GetString().Should().Be("daily");
        }
    }

    [Fact]
    public async Task Retention_is_previewed_by_rules_or_by_the_policy_of_a_schedule()
    {
        var first = await Admin.BackUpAsync("""{"label":"kept"}""");
        var second = await Admin.BackUpAsync();

        var plan = (await Admin.GetAsync("/retention/preview?keepLast=1")).Should(200).Json;
        plan.GetProperty("decisions").EnumerateArray()
            .Select(d => (d.GetProperty("backupId").GetString(), d.GetProperty("keep").GetBoolean()))
            .Should().Equal((second, true), (first, false));
        plan.GetProperty("decisions")[1].GetProperty("replacedBy").GetString().Should().Be(second);
        plan.GetProperty("bytesDeleted").GetInt64().Should().BePositive();
        (await Admin.GetAsync("")).Json.GetProperty("backups").GetArrayLength().Should().Be(2, "a preview deletes nothing");

        (await Admin.GetAsync("/retention/preview?schedule=daily")).Should(200).Json.GetProperty("policy").GetRawText()
            .Should().Be("""{"keepLast":1}""");
        (await Admin.GetAsync("/retention/preview?schedule=broken")).ShouldBeProblem(400, "invalid_request", "schedule");
    }

    protected override Task<TestHost> StartHostAsync() => StartHostAsync(null, builder: builder =>
    {
        builder.AddSchedule("daily", "0 2 * * *", s =>
        {
            s.TimeZone = "Europe/Berlin";
            s.Retention = new RetentionPolicy { KeepLast = 1 };
        });
        builder.AddSchedule("broken", "0 3 * * *", s => s.Options.Tables.Add("no_such_table"));
    });
}
