using System.Net;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using PgBackup.AspNetCore.Endpoints;
using PgBackup.AspNetCore.Tests.Hosting;

namespace PgBackup.AspNetCore.Tests.Dashboard;

/// <summary>The files of the dashboard, as they are answered; what they do is tested with a browser.</summary>
public sealed partial class DashboardPageTests(ServerFixture fixture) : ApiTest(fixture)
{
    protected override Task<TestHost> StartHostAsync() =>
        StartHostAsync(null, app: app =>
        {
            app.UsePathBase("/base");
            app.UseRouting();
            app.UseAuthentication();
            app.UseAuthorization();
            app.MapPgBackupDashboard("/backups");
        });

    [Theory]
    [InlineData("/backups", "/backups/")]
    [InlineData("/base/backups?a=1", "/base/backups/?a=1")]
    public async Task Page_has_one_address_below_any_path_base(string asked, string led)
    {
        using var response = await AskAsync(asked);

        response.StatusCode.Should().Be(HttpStatusCode.Redirect);
        response.Headers.Location!.ToString().Should().Be(led);
    }

    [Fact]
    public async Task All_that_the_page_and_its_modules_name_is_there()
    {
        var waiting = new Queue<string>(["index.html"]);
        var seen = new HashSet<string>(waiting);
        while (waiting.TryDequeue(out var file))
        {
            using var response = await AskAsync("/backups/" + (file == "index.html" ? "" : file));
            response.StatusCode.Should().Be(HttpStatusCode.OK, file);
            response.Content.Headers.ContentType!.MediaType.Should().Be(Path.GetExtension(file) switch
            {
                ".html" => "text/html",
                ".css" => "text/css",
                ".svg" => "image/svg+xml",
                _ => "text/javascript",
            });
            var policy = string.Join("; ", response.Headers.GetValues("Content-Security-Policy"));
            policy.Should().Contain("default-src 'none'").And.NotContain("unsafe").And.NotContain("*").And.NotContain("http");
            response.Headers.GetValues("X-Content-Type-Options").Should().Equal("nosniff");
            var text = await response.Content.ReadAsStringAsync();
            text.Should().NotMatchRegex("https?://(?!www.w3.org/)")
                .And.NotContain("innerHTML").And.NotContain("style=").And.NotContain("eval(");
            foreach (Match name in Named().Matches(text))
            {
                var path = new Uri(new Uri($"http://x/{file}"), name.Groups[1].Value).AbsolutePath[1..];
                if (seen.Add(path))
                    waiting.Enqueue(path);
            }
        }

        seen.Should().HaveCountGreaterThan(15);
    }

    [Fact]
    public async Task File_that_the_browser_has_is_not_sent_again()
    {
        using var first = await AskAsync("/backups/app.js");
        using var again = await AskAsync("/backups/app.js", ("If-None-Match", first.Headers.ETag!.ToString()));
        using var other = await AskAsync("/backups/app.js", ("If-None-Match", "\"other\""));

        again.StatusCode.Should().Be(HttpStatusCode.NotModified);
        other.StatusCode.Should().Be(HttpStatusCode.OK);
    }

    [Theory]
    [InlineData("/backups/nothing.js")]
    [InlineData("/backups/../PgBackup.AspNetCore.dll")]
    [InlineData("/backups/%2e%2e/appsettings.json")]
    [InlineData("/backups/views%2foverview.js%00")]
    [InlineData("/backups//etc/passwd")]
    public async Task There_is_nothing_else(string path)
    {
        using var response = await AskAsync(path);

        ((int)response.StatusCode).Should().BeOneOf(400, 404);
    }

    [Fact]
    public async Task Each_file_and_its_api_are_for_administrators()
    {
        var mapped = Host.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>().ToList();
        mapped.Should().HaveCount(2 * ApiEndpoints.All.Count + 1);
        mapped.Should().OnlyContain(
            e => e.Metadata.GetOrderedMetadata<IAuthorizeData>().Any(a => a.Policy == PgBackupPolicies.Administrator)
            && e.Metadata.GetMetadata<IAllowAnonymous>() == null);

        foreach (var path in new[] { "/backups/", "/backups/app.js", "/backups/api", "/backups/nothing" })
        {
            using var nobody = await AskAsync(path, role: null);
            using var user = await AskAsync(path, role: "user");
            (nobody.StatusCode, user.StatusCode).Should().Be((HttpStatusCode.Unauthorized, HttpStatusCode.Forbidden), path);
        }
    }

    private async Task<HttpResponseMessage> AskAsync(string path, (string Name, string Value)? header = null, string? role = "admin")
    {
        using var http = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false }) { BaseAddress = Host.Address };
        using var request = new HttpRequestMessage(
            HttpMethod.Get, new Uri(Host.Address.GetLeftPart(UriPartial.Authority) + path, new UriCreationOptions
            {
                DangerousDisablePathAndQueryCanonicalization = true,
            }));
        if (role is not null)
        {
            request.Headers.Add("X-User", "ada");
            request.Headers.Add("X-Role", role);
        }

        if (header is { } more)
            request.Headers.Add(more.Name, more.Value);
        return await http.SendAsync(request);
    }

    [GeneratedRegex("""(?:from |href=|src=)["']([^"'#]+)["']""")]
    private static partial Regex Named();
}
