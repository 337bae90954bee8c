using System.Text.Json;
using PgBackup.AspNetCore.Tests.Hosting;

namespace PgBackup.AspNetCore.Tests.Operations;

public sealed class OperationTests(ServerFixture fixture) : ApiTest(fixture)
{
    [Fact]
    public async Task A_backup_is_answered_at_once_and_can_be_followed()
    {
        string location;
        await using (await LockAsync())
        {
            var accepted = (await Admin.PostAsync("", "{}", ("Prefer", "wait=1, respond-async"))).Should(202);
            accepted.Headers["Preference-Applied"].Should().Be("respond-async");
            location = accepted.Headers["Location"];
            location.Should().Be($"/api/backup/operations/{accepted.Json.GetProperty("id").GetString()}");

            var running = (await Admin.GetAsync(location[TestHost.Prefix.Length..])).Should(200).Json;
            running.GetProperty("state").GetString().Should().Be("running");
            running.GetProperty("kind").GetString().Should().Be("backup");
            running.GetProperty("requestedBy").GetString().Should().Be("ada");
            running.TryGetProperty("finishedAt", out _).Should().BeFalse();
            (await Admin.GetAsync("/operations")).Json.GetProperty("operations").GetArrayLength().Should().Be(1);
        }

        var ended = await Admin.EndOfAsync(location.Split('/')[^1]);
        ended.GetProperty("state").GetString().Should().Be("succeeded");
        var progress = ended.GetProperty("progress");
        progress.GetProperty("rows").GetInt64().Should().Be(1250);
        progress.GetProperty("done").GetInt32().Should().Be(3);
        progress.GetProperty("percent").GetDouble().Should().Be(100);
        var id = ended.GetProperty("backup").GetProperty("id").GetString();
        ended.GetProperty("backupId").GetString().Should().Be(id);
        (await Admin.GetAsync($"/{id}")).Should(200);
    }

    [Fact]
    public async Task A_cancelled_operation_undoes_what_it_had_begun()
    {
        await using var held = await LockAsync();
        var id = (await Admin.PostAsync("", "{}", ("Prefer", "respond-async"))).Should(202).Json.GetProperty("id").GetString()!;
        var waiting = Admin.PostAsync("", "{}");
        await HeldUpAsync(2);

        foreach (var operation in await Running())
            (await Admin.DeleteAsync($"/operations/{operation}")).Should(202);

        (await waiting).ShouldBeProblem(409, "operation_cancelled");
        var ended = await Admin.EndOfAsync(id);
        ended.GetProperty("state").GetString().Should().Be("cancelled");
        ended.GetProperty("problem").GetProperty("code").GetString().Should().Be("operation_cancelled");
        (await Admin.DeleteAsync($"/operations/{id}")).Should(200);
        (await Admin.GetAsync("")).Json.GetProperty("backups").GetArrayLength().Should().Be(0);
        (await ReadAsync<long>("SELECT count(*) FROM pgbackup.backup_history WHERE outcome = 'cancelled'")).Should().Be(2);
    }

    [Fact]
    public async Task An_operation_goes_on_when_its_client_goes_away()
    {
        string id;
        await using (await LockAsync())
        {
            using var gone = new CancellationTokenSource();
            var request = Admin.OpenAsync(HttpMethod.Post, "", "{}", gone.Token);
            await UntilAsync(async () => (await Running()).Count == 1);
            id = (await Running())[0];
            await gone.CancelAsync();
            await FluentActions.Awaiting(() => request).Should().ThrowAsync<OperationCanceledException>();
        }

        (await Admin.EndOfAsync(id)).GetProperty("state").GetString().Should().Be("succeeded");
        (await Admin.GetAsync("")).Json.GetProperty("backups").GetArrayLength().Should().Be(1);
    }

    [Fact]
    public async Task More_than_the_host_allows_is_refused_and_the_finished_are_forgotten()
    {
        await using var host = await StartHostAsync(http =>
        {
            http.MaxConcurrentOperations = 1;
            http.MaxFinishedOperations = 1;
        });
        using var admin = host.Client();
        string first;
        await using (await LockAsync())
        {
            first = (await admin.PostAsync("", "{}", ("Prefer", "respond-async"))).Should(202).Json.GetProperty("id").GetString()!;
            (await admin.PostAsync("", "{}")).ShouldBeProblem(429, "too_many_operations").Headers.Should().ContainKey("Retry-After");
        }

        await admin.EndOfAsync(first);
        (await admin.PostAsync("", """{"tables":["orders"]}""")).Should(201);
        (await admin.GetAsync($"/operations/{first}")).ShouldBeProblem(404, "operation_not_found");
    }

    [Fact]
    public async Task The_finished_are_forgotten_after_their_time()
    {
        await using var host = await StartHostAsync(http => http.KeepFinishedOperations = TimeSpan.Zero);
        using var admin = host.Client();
        var id = (await admin.PostAsync("", "{}", ("Prefer", "respond-async"))).Should(202).Json.GetProperty("id").GetString()!;

        await UntilAsync(async () => (await admin.GetAsync($"/operations/{id}")).Status == 404);

        (await admin.GetAsync("")).Json.GetProperty("backups").GetArrayLength().Should().Be(1);
    }

    [Fact]
    public async Task A_host_that_stops_cancels_what_runs_and_answers_who_waits()
    {
        await using var held = await LockAsync();
        var host = await StartHostAsync(null);
        using var admin = host.Client();
        var waiting = admin.PostAsync("", "{}");
        using var events = await FirstEventsAsync(admin);

        await HeldUpAsync(1);
        var stopping = System.Diagnostics.Stopwatch.StartNew();
        await host.StopAsync();

        stopping.Elapsed.Should().BeLessThan(TimeSpan.FromSeconds(25));
        (await waiting).ShouldBeProblem(503, "shutting_down");
        (await ReadAsync<string>("SELECT outcome FROM pgbackup.backup_history")).Should().Be("cancelled");
        await host.DisposeAsync();
        Directory.Exists(Store).Should().BeFalse("nothing was written before the lock was there");

        async Task<HttpResponseMessage> FirstEventsAsync(ApiClient client)
        {
            string? id = null;
            await UntilAsync(async () => (id = (await RunningAt(client)).FirstOrDefault()) is not null);
            return await client.OpenAsync(HttpMethod.Get, $"/operations/{id}/events");
        }
    }

    [Fact]
    public async Task Events_begin_with_the_present_and_end_with_the_end()
    {
        await using var host = await StartHostAsync(http => http.EventHeartbeat = TimeSpan.FromMilliseconds(300));
        using var admin = host.Client();
        string id, text;
        await using (var held = await LockAsync())
        {
            id = (await admin.PostAsync("", "{}", ("Prefer", "respond-async"))).Should(202).Json.GetProperty("id").GetString()!;
            using var response = await admin.OpenAsync(HttpMethod.Get, $"/operations/{id}/events");
            response.Content.Headers.ContentType!.ToString().Should().Be("text/event-stream");
            using var reader = new StreamReader(await response.Content.ReadAsStreamAsync());
            text = "";
            while (!text.Contains(": still there", StringComparison.Ordinal))
                text += await reader.ReadLineAsync() + "\n";
            text.Should().Contain("event: running\ndata: {\"id\":\"" + id);
            await held.DisposeAsync();
            text = await reader.ReadToEndAsync();
        }

        var last = text.TrimEnd('\n').Split("\n\n")[^1];
        last.Should().Contain("event: succeeded\n");
        using var data = JsonDocument.Parse(last[(last.IndexOf("data: ", StringComparison.Ordinal) + 6)..]);
        data.RootElement.GetProperty("backup").GetProperty("rows").GetInt64().Should().Be(1250);

        var version = last.Split('\n')[0]["id: ".Length..];
        (await admin.SendAsync(HttpMethod.Get, $"/operations/{id}/events", null, ("Last-Event-ID", version))).Should(204);
        (await admin.SendAsync(HttpMethod.Get, $"/operations/{id}/events", null, ("Last-Event-ID", "1"))).Should(200)
            .Text.Should().Contain("event: succeeded\n");
        (await admin.GetAsync("/operations/00000000000000000000000000000000/events")).ShouldBeProblem(404, "operation_not_found");
    }

    private Task<List<string>> Running() => RunningAt(Admin);

    private static async Task<List<string>> RunningAt(ApiClient client) =>
    [
        .. (await client.GetAsync("/operations")).Should(200).Json.GetProperty("operations").EnumerateArray()
            .Where(o => o.GetProperty("state").GetString() == "running").Select(o => o.GetProperty("id").GetString()!),
    ];
}
