using PgBackup.AspNetCore.Tests.Hosting;

namespace PgBackup.AspNetCore.Tests.Backups;

public sealed class BackupEndpointTests(ServerFixture fixture) : ApiTest(fixture)
{
    [Fact]
    public async Task A_backup_is_made_listed_shown_and_deleted()
    {
        var made = (await Admin.PostAsync("", """
            {"tables":["organizations","large_table"],"format":"json","compress":true,"excludeData":["large_table"],
             "includeSchemaOnly":false}
            """)).Should(201);
        var id = made.Json.GetProperty("id").GetString()!;
        made.Headers["Location"].Should().Be($"/api/backup/{id}");
        made.Json.GetProperty("format").GetString().Should().Be("json");
        made.Json.GetProperty("compression").GetString().Should().Be("gzip");
        made.Json.GetProperty("rows").GetInt64().Should().Be(50);
        made.Json.GetProperty("state").GetString().Should().Be("complete");
        made.Json.GetProperty("createdAt").GetDateTimeOffset().Should().BeCloseTo(DateTimeOffset.UtcNow, TimeSpan.FromMinutes(1));

        var list = (await Admin.GetAsync("")).Should(200);
        list.Json.GetProperty("backups").EnumerateArray().Should().ContainSingle().Which.GetRawText().Should().Be(made.Json.GetRawText());
        list.Json.TryGetProperty("next", out _).Should().BeFalse();
        (await Admin.GetAsync($"/{id}")).Should(200).Text.Should().Be(made.Text);

        (await Admin.DeleteAsync($"/{id}")).Should(204).Bytes.Should().BeEmpty();
        (await Admin.DeleteAsync($"/{id}")).ShouldBeProblem(404, "backup_not_found");
        (await Admin.GetAsync($"/{id}")).ShouldBeProblem(404, "backup_not_found").Json.GetProperty("backupId").GetString().Should().Be(id);
        (await Admin.GetAsync("")).Json.GetProperty("backups").GetArrayLength().Should().Be(0);
    }

    [Fact]
    public async Task Without_a_body_all_is_backed_up_with_the_options_of_the_host()
    {
        var made = (await Admin.PostAsync("")).Should(201).Json;

        made.GetProperty("format").GetString().Should().Be("sql");
        made.GetProperty("tables").GetInt32().Should().Be(3);
        made.GetProperty("rows").GetInt64().Should().Be(1250);
        made.GetProperty("selection").GetArrayLength().Should().Be(0);
    }

    [Theory]
    [InlineData("""{"compress":false}""", "none")]
    [InlineData("""{"compress":true}""", "gzip")]
    [InlineData("""{"compression":"zstd"}""", "zstd")]
    [InlineData("""{"compress":true,"compression":"zstd"}""", "zstd")]
    public async Task Compression_is_chosen(string body, string compression) =>
        (await Admin.PostAsync("", body)).Should(201).Json.GetProperty("compression").GetString().Should().Be(compression);

    [Fact]
    public async Task Further_options_reach_the_library()
    {
        var made = (await Admin.PostAsync("", """
            {"excludeTables":["large_table"],"where":{"orders":"id <= 10"},"label":"before the move","jobs":1,"lockTimeoutSeconds":2.5,
             "largeObjects":false,"databaseProperties":true,"roles":"withoutPasswords","contentHashes":false,"skipUnreadable":true}
            """)).Should(201).Json;

        made.GetProperty("rows").GetInt64().Should().Be(60);
        made.GetProperty("label").GetString().Should().Be("before the move");
        made.GetProperty("databaseProperties").GetBoolean().Should().BeTrue();
        made.GetProperty("roles").GetString().Should().Be("withoutPasswords");
        var tables = (await Admin.GetAsync($"/{made.GetProperty("id").GetString()}/tables")).Should(200).Json.GetProperty("tables");
        tables.EnumerateArray().Select(t => (t.GetProperty("name").GetString(), t.GetProperty("rows").GetInt64()))
            .Should().Equal(("orders", 10), ("organizations", 50));
        tables[0].GetProperty("filter").GetString().Should().Be("id <= 10");

        (await Admin.PostAsync("", """{"includeSchemaOnly":true}""")).Should(201).Json.GetProperty("rows").GetInt64().Should().Be(0);
        (await Admin.PostAsync("", """{"dataOnly":true,"tables":["orders"]}""")).Should(201)
            .Json.GetProperty("rows").GetInt64().Should().Be(200);
    }

    [Fact]
    public async Task The_list_is_paged_and_filtered()
    {
        List<string> ids = [];
        for (var i = 0; i < 5; i++)
            ids.Add(await Admin.BackUpAsync("""{"tables":["orders"]}"""));
        ids.Reverse();
        var csv = await Admin.BackUpAsync("""{"format":"csv","tables":["orders"],"label":"a label"}""");
        IdsOf((await Admin.GetAsync("?format=csv&limit=1")).Json).Should().Equal(csv);
        IdsOf((await Admin.GetAsync("?label=a%20label")).Json).Should().Equal(csv);
        await Admin.DeleteAsync($"/{csv}");

        var first = (await Admin.GetAsync("?limit=2")).Should(200).Json;
        IdsOf(first).Should().Equal(ids[..2]);
        var second = (await Admin.GetAsync($"?limit=2&after={first.GetProperty("next").GetString()}")).Should(200).Json;
        IdsOf(second).Should().Equal(ids[2..4]);
        await Admin.DeleteAsync($"/{ids[3]}");
        var third = (await Admin.GetAsync($"?limit=2&after={second.GetProperty("next").GetString()}")).Should(200).Json;
        IdsOf(third).Should().Equal(ids[4]);
        third.TryGetProperty("next", out _).Should().BeFalse();

        IdsOf((await Admin.GetAsync("?schedule=daily")).Json).Should().BeEmpty();
        IdsOf((await Admin.GetAsync("?state=verified")).Json).Should().BeEmpty();
        (await Admin.PostAsync($"/{ids[0]}/verify")).Should(200);
        IdsOf((await Admin.GetAsync("?state=verified")).Json).Should().Equal(ids[0]);
        Damage(ids[1]);
        (await Admin.PostAsync($"/{ids[1]}/verify")).Should(200).Json.GetProperty("isGood").GetBoolean().Should().BeFalse();
        IdsOf((await Admin.GetAsync("?outcome=failed")).Json).Should().Equal(ids[1]);
        IdsOf((await Admin.GetAsync("?outcome=succeeded&limit=1")).Json).Should().Equal(ids[0]);
        IdsOf((await Admin.GetAsync("?from=2020-01-01T00:00:00Z&before=2020-01-02T00:00:00Z")).Json).Should().BeEmpty();
    }

    [Fact]
    public async Task A_backup_is_verified_at_each_level_and_pinned()
    {
        var id = await Admin.BackUpAsync();
        foreach (var level in new[] { "checksums", "structure", "testRestore" })
        {
            var report = (await Admin.PostAsync($"/{id}/verify", $$"""{"level":"{{level}}"}""")).Should(200).Json;
            report.GetProperty("isGood").GetBoolean().Should().BeTrue();
            report.GetProperty("level").GetString().Should().Be(level);
        }

        (await Admin.GetAsync($"/{id}")).Json.GetProperty("state").GetString().Should().Be("testRestored");
        (await Admin.PostAsync($"/{id}/pin")).Should(200).Json.GetProperty("pinned").GetBoolean().Should().BeTrue();
        (await Admin.PostAsync($"/{id}/unpin")).Should(200).Json.GetProperty("pinned").GetBoolean().Should().BeFalse();
    }

    private static IEnumerable<string> IdsOf(System.Text.Json.JsonElement list) =>
        list.GetProperty("backups").EnumerateArray().Select(b => b.GetProperty("id").GetString()!);

    private void Damage(string id)
    {
        var artifact = Directory.EnumerateFiles(Store, id + ".*").Single(f => !f.EndsWith(".manifest.json", StringComparison.Ordinal));
        var bytes = File.ReadAllBytes(artifact);
        bytes[bytes.Length / 2] ^= 0xFF;
        File.WriteAllBytes(artifact, bytes);
    }
}
