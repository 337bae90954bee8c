using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using PgBackup.AspNetCore.Endpoints;
using PgBackup.AspNetCore.Tests.Hosting;

namespace PgBackup.AspNetCore.Tests.Access;

public sealed class AccessTests(ServerFixture fixture) : ApiTest(fixture)
{
    [Fact]
    public async Task Each_endpoint_asks_who_it_is_and_refuses_others_than_administrators()
    {
        using var nobody = Host.Client(role: null);
        using var user = Host.Client(role: "user");
        foreach (var endpoint in ApiEndpoints.All)
        {
            var target = endpoint.Path.Replace("{id}", "20260131-020000-0a1b2c3d", StringComparison.Ordinal);
            (await nobody.SendAsync(new HttpMethod(endpoint.Method), target)).ShouldBeProblem(401, "unauthenticated")
                .Headers["WWW-Authenticate"].Should().Be("Header");
            (await user.SendAsync(new HttpMethod(endpoint.Method), target)).ShouldBeProblem(403, "forbidden");
        }
    }

    [Fact]
    public void Each_endpoint_has_the_policy_and_none_lets_in_everybody()
    {
        var mapped = Host.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>().ToList();

        mapped.Should().HaveCount(ApiEndpoints.All.Count).And.HaveCountGreaterThan(15);
        foreach (var endpoint in mapped)
        {
            endpoint.Metadata.GetOrderedMetadata<IAuthorizeData>().Select(a => a.Policy)
                .Should().Contain(PgBackupPolicies.Administrator, endpoint.DisplayName);
            endpoint.Metadata.GetMetadata<IAllowAnonymous>().Should().BeNull(endpoint.DisplayName);
        }
    }

    [Fact]
    public async Task Conventions_of_the_host_cannot_open_the_door()
    {
        await using var host = await StartHostAsync(null, app: app =>
        {
            app.MapGroup("/open").AllowAnonymous().MapPgBackup("/a").AllowAnonymous();
            app.MapPgBackupDashboard("/c").AllowAnonymous();
            app.MapPgBackup("/b").Add(endpoint =>
            {
                foreach (var policy in endpoint.Metadata.OfType<IAuthorizeData>().ToList())
                    endpoint.Metadata.Remove(policy);
            });
        });
        using var http = new HttpClient { BaseAddress = host.Address };
        foreach (var path in new[] { "/open/a", "/b", "/c/", "/c/app.js", "/c/api" })
        {
            using var response = await http.GetAsync(new Uri(path, UriKind.Relative));
            ((int)response.StatusCode).Should().Be(401, path);
        }
    }

    [Fact]
    public async Task A_policy_of_the_host_is_used_instead()
    {
        await using var host = await StartHostAsync(null, services => services.AddAuthorizationBuilder()
            .AddPolicy(PgBackupPolicies.Administrator, policy => policy.RequireUserName("grace")));
        using var admin = host.Client();
        using var grace = host.Client(role: "keeper", user: "grace");

        (await admin.GetAsync("")).ShouldBeProblem(403, "forbidden");
        (await grace.GetAsync("")).Should(200);
    }

    [Fact]
    public void Without_authentication_nothing_starts()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Services.AddPgBackup(Configure).AddHttpApi();
        using var app = builder.Build();

        var mapping = () => app.MapPgBackup();

        mapping.Should().Throw<InvalidOperationException>()
            .WithMessage("*no authentication*AddAuthentication*AllowAnonymousAdministrators*");
    }

    [Fact]
    public void Without_AddHttpApi_the_message_names_it()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Services.AddPgBackup(Configure);
        using var app = builder.Build();

        var mapping = () => app.MapPgBackup();

        mapping.Should().Throw<InvalidOperationException>().WithMessage("*AddHttpApi*");
    }

    [Fact]
    public async Task Letting_in_everybody_is_said_and_logged()
    {
        await using var host = await StartHostAsync(http => http.AllowAnonymousAdministrators());
        using var nobody = host.Client(role: null);

        (await nobody.GetAsync("")).Should(200);
        host.Log.Text.Should().Contain("Warning: Everybody who reaches /api/backup may read, delete and overwrite");
    }

    [Theory]
    [InlineData("wwwroot/backups")]
    [InlineData("wwwroot")]
    [InlineData("link/backups")]
    public void Backups_are_not_kept_where_files_are_served(string directory)
    {
        var root = Directory.CreateDirectory(Path.Combine(WorkingDirectory, "wwwroot"));
        Directory.CreateSymbolicLink(Path.Combine(WorkingDirectory, "link"), root.FullName);
        var builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions { ContentRootPath = WorkingDirectory });
        builder.Services.AddAuthentication().AddCookie();
        builder.Services.AddPgBackup(o =>
        {
            Configure(o);
            o.Directory = Path.Combine(WorkingDirectory, directory);
        }).AddHttpApi();
        using var app = builder.Build();

        var mapping = () => app.MapPgBackup();

        mapping.Should().Throw<InvalidOperationException>().WithMessage("*serves to everybody*Directory*BACKUP_DIR*");
    }

    public static TheoryData<string, Action<PgBackupHttpOptions>> WrongOptions => new()
    {
        { "MaxRequestBodyBytes: must be 1024 to 16777216; it is 1", o => o.MaxRequestBodyBytes = 1 },
        { "MaxConcurrentOperations: must be 1 to 64; it is 0", o => o.MaxConcurrentOperations = 0 },
        { "MaxConcurrentStreams: must be 1 to 1000; it is 0", o => o.MaxConcurrentStreams = 0 },
        { "KeepFinishedOperations: must be", o => o.KeepFinishedOperations = TimeSpan.FromDays(8) },
        { "MaxFinishedOperations: must be 0 to 10000; it is -1", o => o.MaxFinishedOperations = -1 },
        { "EventHeartbeat: must be", o => o.EventHeartbeat = TimeSpan.Zero },
        { "AllowedOrigins: 'https://example.com/path' is no origin", o => o.AllowedOrigins.Add("https://example.com/path") },
        { "ErrorDocumentation: '/errors' must be absolute", o => o.ErrorDocumentation = new Uri("/errors", UriKind.Relative) },
    };

    [Theory]
    [MemberData(nameof(WrongOptions))]
    public async Task Wrong_options_are_found_at_the_start(string words, Action<PgBackupHttpOptions> configure)
    {
        var starting = () => StartHostAsync(configure);

        await starting.Should().ThrowAsync<Microsoft.Extensions.Options.OptionsValidationException>().WithMessage($"*{words}*");
    }

    [Fact]
    public void Each_option_is_refused_where_it_can_be_wrong() =>
        typeof(PgBackupHttpOptions).GetProperties().Select(p => p.Name)
            .Should().BeEquivalentTo(WrongOptions.Select(row => ((string)row[0]).Split(':')[0]));
}
