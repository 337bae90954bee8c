using PgBackup.AspNetCore.Tests.Hosting;

namespace PgBackup.AspNetCore.Tests.Restores;

public sealed class RestoreTests(ServerFixture fixture) : ApiTest(fixture)
{
    [Fact]
    public async Task A_backup_is_planned_and_restored()
    {
        var id = await Admin.BackUpAsync("""{"tables":["organizations","orders"]}""");
        await ExecuteAsync("UPDATE orders SET total = 0; DELETE FROM orders WHERE id > 100");
        var body = $$"""{"backupId":"{{id}}","tables":["orders"],"existingRows":"replace","skipConstraints":false""";

        var plan = (await Admin.PutAsync("", body + ""","dryRun":true}""")).Should(200).Json;
        plan.GetProperty("canRestore").GetBoolean().Should().BeTrue();
        plan.GetProperty("rows").GetInt64().Should().Be(200);
        plan.GetProperty("steps").EnumerateArray().Should().Contain(s => s.GetProperty("action").GetString() == "load");
        (await ReadAsync<long>("SELECT count(*) FROM orders")).Should().Be(100, "a plan changes nothing");

        var result = (await Admin.PutAsync("", body + "}")).Should(200).Json;
        result.GetProperty("rows").GetInt64().Should().Be(200);
        result.GetProperty("backupId").GetString().Should().Be(id);
        (await ReadAsync<decimal>("SELECT sum(total) FROM orders")).Should().Be(60300);
    }

    [Fact]
    public async Task Conflicts_are_in_the_plan_and_refuse_the_restore()
    {
        var id = await Admin.BackUpAsync("""{"tables":["orders"]}""");

        var plan = (await Admin.PutAsync("", $$"""{"backupId":"{{id}}","dryRun":true}""")).Should(200).Json;
        plan.GetProperty("canRestore").GetBoolean().Should().BeFalse();
        plan.GetProperty("conflicts")[0].GetProperty("code").GetString().Should().Be("target_not_empty");
        (await Admin.PutAsync("", $$"""{"backupId":"{{id}}"}""")).ShouldBeProblem(409, "target_not_empty")
            .Json.GetProperty("operationId").GetString().Should().HaveLength(32);
        (await Admin.PutAsync("", $$"""{"backupId":"{{id}}","dropExisting":true}""")).ShouldBeProblem(409, "dependents_exist");
        (await Admin.PutAsync("", $$"""{"backupId":"{{id}}","dropExisting":true,"dependents":"recreate"}""")).Should(200)
            .Json.GetProperty("recreatedDependents").GetArrayLength().Should().Be(1);
    }

    [Fact]
    public async Task A_new_database_is_made()
    {
        var id = await Admin.BackUpAsync();
        var name = Own($"http_{Guid.NewGuid():n}");

        (await Admin.PutAsync("", $$"""{"backupId":"{{id}}","createDatabase":"{{name}}"}""")).Should(200)
            .Json.GetProperty("database").GetString().Should().Be(name);
        (await Admin.PutAsync("", $$"""{"backupId":"{{id}}","createDatabase":"{{name}}"}""")).ShouldBeProblem(409, "database_exists");
        (await ReadAsync<long>($"SELECT count(*) FROM pg_database WHERE datname = '{name}'")).Should().Be(1);
    }

    [Fact]
    public async Task What_is_not_there_is_404_before_anything_starts()
    {
        (await Admin.PutAsync("", """{"backupId":"20260131-020000-0a1b2c3d"}""", ("Prefer", "respond-async")))
            .ShouldBeProblem(404, "backup_not_found");
        (await Admin.PutAsync("", """{"backupId":"20260131-020000-0a1b2c3d","dryRun":true}""")).ShouldBeProblem(404, "backup_not_found");
        (await Admin.GetAsync("/operations")).Json.GetProperty("operations").GetArrayLength().Should().Be(0);
    }

    [Fact]
    public async Task Two_restores_into_one_database_are_a_conflict()
    {
        var id = await Admin.BackUpAsync("""{"tables":["orders"]}""");
        var body = $$"""{"backupId":"{{id}}","existingRows":"replace"}""";
        string operation;
        await using (await LockAsync())
        {
            operation = (await Admin.PutAsync("", body, ("Prefer", "respond-async"))).Should(202).Json.GetProperty("id").GetString()!;
            (await Admin.PutAsync("", body)).ShouldBeProblem(409, "restore_in_progress").Text.Should().Contain(operation);
            (await Admin.DeleteAsync($"/{id}")).ShouldBeProblem(409, "backup_in_use");
            // Another database is another matter.
            var name = Own($"http_{Guid.NewGuid():n}");
            (await Admin.PutAsync("", $$"""{"backupId":"{{id}}","createDatabase":"{{name}}","skipConstraints":true}""")).Should(200);
        }

        (await Admin.EndOfAsync(operation)).GetProperty("state").GetString().Should().Be("succeeded");
        (await Admin.PutAsync("", body)).Should(200);
    }
}
