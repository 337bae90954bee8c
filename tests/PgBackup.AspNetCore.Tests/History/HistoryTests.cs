using PgBackup.AspNetCore.Tests.Hosting;

namespace PgBackup.AspNetCore.Tests.History;

public sealed class HistoryTests(ServerFixture fixture) : ApiTest(fixture)
{
    [Fact]
    public async Task The_history_tells_who_asked_and_how_it_ended()
    {
        using var grace = Host.Client(user: "grace");
        var id = await Admin.BackUpAsync();
        (await grace.PostAsync($"/{id}/verify")).Should(200);
        (await grace.PostAsync("", """{"tables":["nothing"]}""")).Should(422);
        (await Admin.DeleteAsync($"/{id}")).Should(204);

        var page = (await Admin.GetAsync("/history")).Should(200).Json;
        page.GetProperty("records").EnumerateArray()
            .Select(r => $"{r.GetProperty("operation")} {r.GetProperty("outcome")} {r.GetProperty("requestedBy")}")
            .Should().Equal("delete succeeded ada", "backup failed grace", "verify succeeded grace", "backup succeeded ada");
        page.GetProperty("records")[1].GetProperty("errorCode").GetString().Should().Be("relation_not_found");

        var first = (await Admin.GetAsync("/history?limit=1&operation=backup")).Should(200).Json;
        first.GetProperty("records")[0].GetProperty("outcome").GetString().Should().Be("failed");
        var second = (await Admin.GetAsync($"/history?limit=1&operation=backup&after={first.GetProperty("next")}")).Should(200).Json;
        second.GetProperty("records")[0].GetProperty("backupId").GetString().Should().Be(id);
        (await Admin.GetAsync($"/history?backup={id}&outcome=succeeded")).Json.GetProperty("records").GetArrayLength().Should().Be(3);
        (await Admin.GetAsync("/history?after=nowhere")).ShouldBeProblem(400, "invalid_request", "after");
        (await Admin.GetAsync("/history?outcome=good")).ShouldBeProblem(400, "invalid_request", "outcome");

        var statistics = (await Admin.GetAsync("/history/statistics")).Should(200).Json;
        var backups = statistics.GetProperty("operations").EnumerateArray().Single(o => o.GetProperty("operation").GetString() == "backup");
        backups.GetProperty("total").GetInt64().Should().Be(2);
        backups.GetProperty("failed").GetInt64().Should().Be(1);
        statistics.GetProperty("days")[0].GetProperty("mostRows").GetInt64().Should().Be(1250);
        (await Admin.GetAsync("/history/statistics?from=2026-02-01T00:00:00Z&before=2026-01-01T00:00:00Z"))
            .ShouldBeProblem(400, "invalid_request");
    }

    [Fact]
    public async Task Also_what_outlives_its_request_has_a_name()
    {
        using var admin = Host.Client(user: "id-4711");
        var id = (await admin.PostAsync("", "{}", ("Prefer", "respond-async"))).Should(202).Json.GetProperty("id").GetString()!;
        await Admin.EndOfAsync(id);

        var records = (await Admin.GetAsync("/history")).Should(200).Json.GetProperty("records");

        records.GetArrayLength().Should().Be(1);
        records[0].GetProperty("requestedBy").GetString().Should().Be("id-4711");
    }

    [Fact]
    public async Task Health_is_told_with_what_to_do()
    {
        var id = await Admin.BackUpAsync();
        File.Delete(Path.Combine(Store, id + ".sql.gz"));

        var health = (await Admin.GetAsync("/health")).Should(200).Json;

        health.GetProperty("status").GetString().Should().NotBe("healthy");
        var reason = health.GetProperty("reasons").EnumerateArray().First(r => r.GetProperty("kind").GetString() == "artifactMissing");
        reason.GetProperty("backupId").GetString().Should().Be(id);
        reason.GetProperty("advice").GetString().Should().NotBeNullOrEmpty();
        health.GetProperty("schedules").GetArrayLength().Should().Be(1);
    }
}
