using System.Security.Cryptography;
using PgBackup.AspNetCore.Tests.Hosting;

namespace PgBackup.AspNetCore.Tests.Backups;

public sealed class DownloadTests(ServerFixture fixture) : ApiTest(fixture)
{
    [Fact]
    public async Task The_artifact_comes_as_an_attachment_that_is_nothing_else()
    {
        var backup = (await Admin.PostAsync("")).Should(201).Json;
        var (id, sha256) = (backup.GetProperty("id").GetString()!, backup.GetProperty("sha256").GetString()!);

        var download = (await Admin.GetAsync($"/{id}/download")).Should(200);

        Convert.ToHexStringLower(SHA256.HashData(download.Bytes)).Should().Be(sha256);
        download.Headers["Content-Disposition"].Should().StartWith($"attachment; filename={id}.sql.gz");
        download.Headers["Content-Type"].Should().Be("application/gzip");
        download.Headers["Content-Length"].Should().Be(backup.GetProperty("size").GetRawText());
        download.Headers["X-Content-Type-Options"].Should().Be("nosniff");
        download.Headers["Cross-Origin-Resource-Policy"].Should().Be("same-origin");
        download.Headers["ETag"].Should().Be($"\"{sha256}\"");
        download.Headers["Accept-Ranges"].Should().Be("bytes");
        (await Admin.SendAsync(HttpMethod.Head, $"/{id}/download")).Should(200).Headers["Content-Length"]
            .Should().Be(backup.GetProperty("size").GetRawText());
        (await Admin.SendAsync(HttpMethod.Get, $"/{id}/download", null, ("If-None-Match", $"\"{sha256}\""))).Should(304);
    }

    [Fact]
    public async Task A_download_that_broke_off_goes_on()
    {
        var id = await Admin.BackUpAsync("""{"compress":false}""");
        var whole = (await Admin.GetAsync($"/{id}/download")).Should(200);
        var etag = whole.Headers["ETag"];
        Task<Answer> Range(string range, string? ifRange = null) => ifRange is null
            ? Admin.SendAsync(HttpMethod.Get, $"/{id}/download", null, ("Range", range))
            : Admin.SendAsync(HttpMethod.Get, $"/{id}/download", null, ("Range", range), ("If-Range", ifRange));

        var rest = (await Range("bytes=1000-", etag)).Should(206);
        rest.Bytes.Should().Equal(whole.Bytes[1000..]);
        rest.Headers["Content-Range"].Should().Be($"bytes 1000-{whole.Bytes.Length - 1}/{whole.Bytes.Length}");
        (await Range("bytes=10-19")).Should(206).Bytes.Should().Equal(whole.Bytes[10..20]);
        (await Range("bytes=-5")).Should(206).Bytes.Should().Equal(whole.Bytes[^5..]);
        (await Range($"bytes={whole.Bytes.Length}-")).Should(416).Headers["Content-Range"].Should().Be($"bytes */{whole.Bytes.Length}");
        (await Range("bytes=1000-", "\"another file\"")).Should(200).Bytes.Should().Equal(whole.Bytes);
        (await Range("bytes=nonsense")).Should(200).Bytes.Should().Equal(whole.Bytes);
    }

    [Theory]
    [InlineData("""{"format":"json","compression":"zstd"}""", "application/zstd", ".json.zst")]
    [InlineData("""{"format":"csv"}""", "application/zip", ".zip")]
    [InlineData("""{"compress":false}""", "application/octet-stream", ".sql")]
    public async Task The_kind_of_file_is_told(string body, string type, string extension)
    {
        var id = await Admin.BackUpAsync(body);

        var headers = (await Admin.SendAsync(HttpMethod.Head, $"/{id}/download")).Should(200).Headers;

        headers["Content-Type"].Should().Be(type);
        headers["Content-Disposition"].Should().Contain($"filename={id}{extension};");
    }

    [Fact]
    public async Task What_is_not_there_or_cut_short_is_no_whole_download()
    {
        (await Admin.GetAsync("/20260131-020000-0a1b2c3d/download")).ShouldBeProblem(404, "backup_not_found");
        var id = await Admin.BackUpAsync("""{"compress":false}""");
        var artifact = Path.Combine(Store, id + ".sql");
        await using (var file = File.OpenWrite(artifact))
            file.SetLength(file.Length / 2);
        await FluentActions.Awaiting(() => Admin.GetAsync($"/{id}/download")).Should().ThrowAsync<HttpRequestException>();
        File.Delete(artifact);
        (await Admin.GetAsync($"/{id}/download")).ShouldBeProblem(422, "artifact_corrupt");
    }

    [Fact]
    public async Task What_a_newer_library_made_is_refused_and_hides_no_other()
    {
        var (good, newer) = (await Admin.BackUpAsync("{}"), await Admin.BackUpAsync("{}"));
        var body = $"{{\"version\":2,\"libraryVersion\":\"9.8.7\",\"backup\":{{\"id\":\"{newer}\"}}";
        var checksum = Convert.ToHexStringLower(SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(body)));
        await File.WriteAllTextAsync(Path.Combine(Store, newer + ".manifest.json"), $"{body},\"checksum\":\"{checksum}\"}}\n");

        (await Admin.GetAsync($"/{newer}/download")).ShouldBeProblem(422, "manifest_not_supported").Json.GetProperty("detail").GetString()
            .Should().Contain(newer).And.Contain("version 2").And.Contain("Update PgBackup");
        (await Admin.GetAsync($"/{newer}")).ShouldBeProblem(422, "manifest_not_supported");
        (await Admin.PostAsync($"/{newer}/verify")).ShouldBeProblem(422, "manifest_not_supported");
        (await Admin.SendAsync(HttpMethod.Delete, $"/{newer}")).ShouldBeProblem(422, "manifest_not_supported");

        var listed = (await Admin.GetAsync("")).Should(200).Json.GetProperty("backups").EnumerateArray()
            .Select(b => b.GetProperty("id").GetString());
        listed.Should().Contain(good).And.NotContain(newer);
        File.Exists(Path.Combine(Store, newer + ".sql.gz")).Should().BeTrue();
    }

    [Fact]
    public async Task No_more_downloads_run_than_the_host_allows()
    {
        await ExecuteAsync("INSERT INTO large_table SELECT i, repeat(md5(i::text), 100) FROM generate_series(1001, 8000) i");
        var id = await Admin.BackUpAsync("""{"compress":false,"tables":["large_table"]}""");
        await using var host = await StartHostAsync(http => http.MaxConcurrentStreams = 1);
        using var admin = host.Client();

        using (await admin.OpenAsync(HttpMethod.Get, $"/{id}/download"))
        {
            var refused = (await admin.GetAsync($"/{id}/download")).ShouldBeProblem(429, "too_many_operations");
            refused.Headers["Retry-After"].Should().Be("5");
        }

        await UntilAsync(async () => (await admin.GetAsync($"/{id}/download")).Status == 200);
    }
}
