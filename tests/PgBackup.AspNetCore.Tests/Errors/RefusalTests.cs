using System.Net.Sockets;
using System.Text;
using PgBackup.AspNetCore.Tests.Hosting;

namespace PgBackup.AspNetCore.Tests.Errors;

/// <summary>What is refused before anything is done.</summary>
[Collection(SharedServer.Name)]
public sealed class RefusalTests(UntouchedHost host) : IClassFixture<UntouchedHost>
{
    private ApiClient Admin => host.Administrator;

    [Theory]
    [InlineData("""{"tabels":["a"]}""", "tabels")]
    [InlineData("""{"tables":"a"}""", "tables")]
    [InlineData("""{"tables":["a",5]}""", "tables[1]")]
    [InlineData("""{"tables":["a",null]}""", "tables[1]")]
    [InlineData("""{"tables":[""]}""", "tables[0]")]
    [InlineData("""{"compress":"yes"}""", "compress")]
    [InlineData("""{"compress":true,"compress":false}""", "compress")]
    [InlineData("""{"compression":"lzma"}""", "compression")]
    [InlineData("""{"compression":1}""", "compression")]
    [InlineData("""{"compress":false,"compression":"zstd"}""", "compress")]
    [InlineData("""{"jobs":"4"}""", "jobs")]
    [InlineData("""{"jobs":65}""", "jobs")]
    [InlineData("""{"jobs":99999999999}""", "jobs")]
    [InlineData("""{"Jobs":4}""", "Jobs")]
    [InlineData("""{"lockTimeoutSeconds":0}""", "lockTimeoutSeconds")]
    [InlineData("""{"where":{"orders":""}}""", "where.orders")]
    [InlineData("""{"where":[]}""", "where")]
    [InlineData("""{"includeSchemaOnly":true,"dataOnly":true}""", "includeSchemaOnly")]
    [InlineData("""{"roles":"all"}""", "roles")]
    [InlineData("[]", "$")]
    [InlineData("null", "$")]
    [InlineData("{", "$")]
    [InlineData("""{"tables":[}""", "tables[0]")]
    [InlineData("""{"tables":[[[[[[[[[[[[[[[[[[[[]]]]]]]]]]]]]]]]]]]]}""", "tables[0]")]
    public async Task A_wrong_field_of_a_backup_is_named(string body, string field) =>
        (await Admin.PostAsync("", body)).ShouldBeProblem(400, "invalid_request", field);

    [Theory]
    [InlineData("{}", "backupId")]
    [InlineData("""{"backupId":"../../etc/passwd"}""", "backupId")]
    [InlineData("""{"backupId":7}""", "backupId")]
    [InlineData("""{"backupId":"20260131-020000-0a1b2c3d","target":"Host=elsewhere"}""", "target")]
    [InlineData("""{"backupId":"20260131-020000-0a1b2c3d","existingRows":"delete"}""", "existingRows")]
    [InlineData("""{"backupId":"20260131-020000-0a1b2c3d","dryRun":"true"}""", "dryRun")]
    [InlineData("""{"backupId":"20260131-020000-0a1b2c3d","roleMapping":{"a":null}}""", "roleMapping.a")]
    public async Task A_wrong_field_of_a_restore_is_named(string body, string field) =>
        (await Admin.PutAsync("", body)).ShouldBeProblem(400, "invalid_request", field);

    [Theory]
    [InlineData("?limt=5", "limt")]
    [InlineData("?limit=0", "limit")]
    [InlineData("?limit=501", "limit")]
    [InlineData("?limit=-1", "limit")]
    [InlineData("?limit=ten", "limit")]
    [InlineData("?limit=", "limit")]
    [InlineData("?limit=1&limit=2", "limit")]
    [InlineData("?after=yesterday", "after")]
    [InlineData("?state=good", "state")]
    [InlineData("?outcome=suspect", "outcome")]
    [InlineData("?from=yesterday", "from")]
    [InlineData("/operations?all=true", "all")]
    [InlineData("/schedules/daily/upcoming?count=1001", "count")]
    [InlineData("/retention/preview", "keepLast")]
    [InlineData("/retention/preview?keepLast=0", "keepLast")]
    [InlineData("/retention/preview?keepLast=1&requireVerified=yes", "requireVerified")]
    [InlineData("/retention/preview?daily=1&timeZone=Mars", "timeZone")]
    public async Task A_wrong_query_parameter_is_named(string path, string parameter) =>
        (await Admin.GetAsync(path)).ShouldBeProblem(400, "invalid_request", parameter);

    [Theory]
    [InlineData("text/plain")]
    [InlineData("multipart/form-data; boundary=x")]
    [InlineData("application/json; charset=utf-16")]
    [InlineData("application/problem+json")]
    public async Task What_is_not_JSON_is_refused(string contentType) =>
        (await Admin.PostAsync("", "{}", ("Content-Type", contentType))).ShouldBeProblem(415, "unsupported_media_type");

    [Fact]
    public async Task Huge_bodies_are_refused_whether_their_length_is_told_or_not()
    {
        var huge = $$"""{"label":"{{new string('x', 70_000)}}"}""";
        (await Admin.PostAsync("", huge)).ShouldBeProblem(413, "request_too_large");

        using var http = new HttpClient { BaseAddress = host.Address };
        http.DefaultRequestHeaders.Add("X-User", "ada");
        http.DefaultRequestHeaders.Add("X-Role", "admin");
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(TestHost.Prefix, UriKind.Relative))
        {
            Content = new StringContent(huge, Encoding.UTF8, "application/json"),
        };
        request.Headers.TransferEncodingChunked = true;
        using var response = await http.SendAsync(request);
        (await Answer.ReadAsync(response)).ShouldBeProblem(413, "request_too_large");
    }

    [Theory]
    [InlineData("x")]
    [InlineData("20260131-020000-0A1B2C3D")]
    [InlineData("20260131-020000-0a1b2c3d.manifest.json")]
    [InlineData("..%2F..%2Fetc%2Fpasswd")]
    [InlineData("..%5C..%5Cwindows")]
    [InlineData("%2e%2e%2f20260131-020000-0a1b2c3d")]
    [InlineData("20260131-020000-0a1b2c3d%20")]
    [InlineData("20260131-020000-0a1b2c3d%0a")]
    [InlineData("%D9%A120260131-020000-0a1b2c3d")]
    public async Task What_is_no_id_is_refused_without_a_look_at_the_store(string id)
    {
        (await RawAsync($"GET /api/backup/{id}")).Should().StartWith("HTTP/1.1 400 ").And.Contain("\"backupId\"");
        (await RawAsync($"GET /api/backup/{id}/download")).Should().StartWith("HTTP/1.1 400 ").And.Contain("\"backupId\"");
        (await RawAsync($"DELETE /api/backup/{id}")).Should().StartWith("HTTP/1.1 400 ").And.Contain("\"backupId\"");
        (await RawAsync($"POST /api/backup/{id}/pin")).Should().StartWith("HTTP/1.1 400 ").And.Contain("\"backupId\"");
        Directory.Exists(host.StoreDirectory).Should().BeFalse();
    }

    [Theory]
    [InlineData("GET /api/backup/../../etc/passwd", "404")]
    [InlineData("GET /api/backup/%2e%2e/%2e%2e/etc/passwd", "404")]
    [InlineData("GET /api/backup/a%00b", "400")]
    [InlineData("GET /api/backup/20260131-020000-0a1b2c3d/download/../../x", "400")]
    [InlineData("GET /api/backup//download", "404")]
    [InlineData("GET /api/backup/schedules/%00", "400")]
    [InlineData("GET /api/backup/schedules/..%2F..", "404")]
    [InlineData("GET /api/backup/operations/..%2F..", "404")]
    [InlineData("PATCH /api/backup", "405")]
    public async Task Odd_paths_lead_nowhere(string request, string status) =>
        (await RawAsync(request)).Should().StartWith($"HTTP/1.1 {status} ");

    private async Task<string> RawAsync(string request)
    {
        using var client = new TcpClient();
        await client.ConnectAsync(host.Address.Host, host.Address.Port);
        var stream = client.GetStream();
        await stream.WriteAsync(Encoding.ASCII.GetBytes(
            $"{request} HTTP/1.1\r\nHost: {host.Address.Authority}\r\nX-User: ada\r\nX-Role: admin\r\n"
            + "Content-Length: 0\r\nConnection: close\r\n\r\n"));
        using var reader = new StreamReader(stream);
        return await reader.ReadToEndAsync();
    }
}
