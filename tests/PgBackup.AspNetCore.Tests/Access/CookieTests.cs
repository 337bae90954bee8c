using System.Security.Claims;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using PgBackup.AspNetCore.Tests.Hosting;

namespace PgBackup.AspNetCore.Tests.Access;

/// <summary>A host where people sign in with a cookie, which their browser sends along whoever asks it to.</summary>
public sealed class CookieTests(ServerFixture fixture) : ApiTest(fixture)
{
    private string _cookie = "";

    public override async Task InitializeAsync()
    {
        await base.InitializeAsync();
        using var http = new HttpClient(new HttpClientHandler { UseCookies = false }) { BaseAddress = Host.Address };
        using var response = await http.PostAsync(new Uri("/sign-in", UriKind.Relative), null);
        _cookie = response.Headers.GetValues("Set-Cookie").Single().Split(';')[0];
    }

    [Fact]
    public async Task Whoever_is_not_signed_in_gets_401_and_no_page()
    {
        using var nobody = Host.Client(role: null);

        var answer = (await nobody.GetAsync("")).ShouldBeProblem(401, "unauthenticated");

        answer.Headers.Should().NotContainKeys("Location", "Set-Cookie");
    }

    [Fact]
    public async Task Forms_of_other_sites_change_nothing()
    {
        var id = await BackUpAsync();
        using var client = Host.Client(role: null);

        // What a form that submits itself sends.
        (await client.PostAsync(
            "", "format=sql", ("Cookie", _cookie), ("Content-Type", "application/x-www-form-urlencoded"),
            ("Origin", "https://evil.example"), ("Sec-Fetch-Site", "cross-site"))).ShouldBeProblem(403, "cross_site_request");
        // The same in a browser that does not say so, and from a page whose origin is withheld.
        (await client.PostAsync("", "{}", ("Cookie", _cookie), ("Content-Type", "text/plain"), ("Origin", "https://evil.example")))
            .ShouldBeProblem(403, "cross_site_request");
        (await client.PostAsync($"/{id}/pin", null, ("Cookie", _cookie), ("Origin", "null"))).ShouldBeProblem(403, "cross_site_request");
        // From another machine of the same site.
        (await client.PostAsync($"/{id}/pin", null, ("Cookie", _cookie), ("Sec-Fetch-Site", "same-site")))
            .ShouldBeProblem(403, "cross_site_request");
        // A form of the own site: no harm, but not JSON.
        (await client.PostAsync(
            "", "format=sql", ("Cookie", _cookie), ("Content-Type", "application/x-www-form-urlencoded"),
            ("Sec-Fetch-Site", "same-origin")))
            .ShouldBeProblem(415, "unsupported_media_type");

        (await client.SendAsync(HttpMethod.Get, "", null, ("Cookie", _cookie))).Json.GetProperty("backups").GetArrayLength().Should().Be(1);
        (await client.SendAsync(HttpMethod.Get, $"/{id}", null, ("Cookie", _cookie))).Json
            .GetProperty("pinned").GetBoolean().Should().BeFalse();
    }

    [Theory]
    [InlineData("POST")]
    [InlineData("PUT")]
    [InlineData("DELETE")]
    public async Task Scripts_of_other_sites_change_nothing(string method)
    {
        var id = await BackUpAsync();
        using var client = Host.Client(role: null);

        (await client.SendAsync(
            new HttpMethod(method), method == "DELETE" ? $"/{id}" : "", method == "DELETE" ? null : "{}", ("Cookie", _cookie),
            ("Origin", "https://evil.example"), ("Sec-Fetch-Site", "cross-site"), ("Sec-Fetch-Mode", "cors")))
            .ShouldBeProblem(403, "cross_site_request");
    }

    [Fact]
    public async Task The_hosts_own_pages_and_those_it_names_may_ask()
    {
        var id = await BackUpAsync();
        using var client = Host.Client(role: null);
        var own = Host.Address.GetLeftPart(UriPartial.Authority);

        (await client.PostAsync($"/{id}/pin", null, ("Cookie", _cookie), ("Origin", own), ("Sec-Fetch-Site", "same-origin"))).Should(200);
        (await client.PostAsync($"/{id}/pin", null, ("Cookie", _cookie), ("Origin", own))).Should(200);
        (await client.PostAsync(
            $"/{id}/pin", null, ("Cookie", _cookie), ("Origin", "https://admin.example"), ("Sec-Fetch-Site", "cross-site"))).Should(200);
        (await client.PostAsync($"/{id}/pin", null, ("Cookie", _cookie), ("Origin", "https://admin.example.org"))).Should(403);
    }

    protected override Task<TestHost> StartHostAsync() => StartHostAsync(
        http => http.AllowedOrigins.Add("https://admin.example"),
        services => services.AddAuthentication(CookieAuthenticationDefaults.AuthenticationScheme).AddCookie(),
        app => app.MapPost("/sign-in", async (HttpContext context) =>
        {
            var identity = new ClaimsIdentity(
                [new Claim(ClaimTypes.Name, "ada"), new Claim(ClaimTypes.Role, "admin")],
                CookieAuthenticationDefaults.AuthenticationScheme);
            await context.SignInAsync(new ClaimsPrincipal(identity));
        }));

    private async Task<string> BackUpAsync()
    {
        using var client = Host.Client(role: null);
        return (await client.PostAsync("", """{"tables":["orders"]}""", ("Cookie", _cookie))).Should(201)
            .Json.GetProperty("id").GetString()!;
    }
}
