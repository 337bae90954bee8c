using PgBackup.AspNetCore.Tests.Hosting;

namespace PgBackup.AspNetCore.Tests.Errors;

/// <summary>What the library, the server or the host says no to.</summary>
public sealed class FailureTests(ServerFixture fixture) : ApiTest(fixture)
{
    [Fact]
    public async Task Options_that_contradict_each_other_are_named()
    {
        var id = await Admin.BackUpAsync("""{"tables":["orders"]}""");
        foreach (var dryRun in new[] { "true", "false" })
        {
            (await Admin.PutAsync("", $$"""{"backupId":"{{id}}","dropExisting":true,"dataOnly":true,"dryRun":{{dryRun}}}"""))
                .ShouldBeProblem(400, "invalid_request", "dropExisting").Text.Should().Contain("dataOnly");
        }

        (await Admin.PutAsync("", $$"""{"backupId":"{{id}}","createDatabase":""}"""))
            .ShouldBeProblem(400, "invalid_request", "createDatabase");
        (await Admin.PutAsync("", $$"""{"backupId":"{{id}}","tables":["a.b.c"]}""")).ShouldBeProblem(400, "invalid_request");

        // Also who does not wait is told at once, and nothing was started.
        (await Admin.PutAsync("", $$"""{"backupId":"{{id}}","schemaOnly":true,"dataOnly":true}""", ("Prefer", "respond-async")))
            .ShouldBeProblem(400, "invalid_request", "schemaOnly");
        (await Admin.PostAsync("", """{"format":"xml"}""", ("Prefer", "respond-async"))).ShouldBeProblem(400, "format_not_found", "format");
        (await Admin.GetAsync("/operations")).Json.GetProperty("operations").GetArrayLength().Should().Be(1, "there was one backup");
    }

    [Fact]
    public async Task What_the_database_does_not_have_is_named()
    {
        (await Admin.PostAsync("", """{"tables":["organisations"]}""")).ShouldBeProblem(422, "relation_not_found")
            .Text.Should().Contain("organizations");
        (await Admin.PostAsync("", """{"where":{"orders":"no_such_column = 1"}}""")).ShouldBeProblem(400, "filter_invalid", "where");
        (await Admin.PostAsync("", """{"format":"xml"}""")).ShouldBeProblem(400, "format_not_found", "format");
    }

    [Fact]
    public async Task A_server_that_is_not_there_is_503_and_its_password_stays_secret()
    {
        await using var host = await TestHost.StartAsync(o =>
        {
            Configure(o);
            o.ConnectionString = "Host=127.0.0.1;Port=1;Username=shop;Password=open-sesame;Database=shop";
        });
        using var admin = host.Client();

        foreach (var answer in new[] { await admin.PostAsync(""), await admin.GetAsync("/schedules") })
            answer.ShouldBeProblem(503, "connection_failed").Text.Should().NotContain("open-sesame");
        host.Log.Text.Should().NotContain("open-sesame");
    }

    [Fact]
    public async Task What_breaks_in_the_host_is_told_to_its_log_alone()
    {
        await using var host = await StartHostAsync(null, services => Microsoft.Extensions.DependencyInjection.Extensions
            .ServiceCollectionDescriptorExtensions.Replace(
                services, Microsoft.Extensions.DependencyInjection.ServiceDescriptor.Singleton<IBackupStore>(new BrokenStore())));
        using var admin = host.Client();

        (await admin.GetAsync("")).ShouldBeProblem(500, "internal_error").Text.Should().NotContain("secret");
        host.Log.Text.Should().Contain("the secret of the store");
    }
}
