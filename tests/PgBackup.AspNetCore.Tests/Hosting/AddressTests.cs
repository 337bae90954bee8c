using Microsoft.AspNetCore.Builder;

namespace PgBackup.AspNetCore.Tests.Hosting;

/// <summary>Addresses that the API tells are those that the client has.</summary>
public sealed class AddressTests(ServerFixture fixture) : ApiTest(fixture)
{
    [Fact]
    public async Task Below_a_path_base_and_a_group_everything_is_where_it_is_said_to_be()
    {
        await using var host = await StartHostAsync(null, app: app =>
        {
            app.UsePathBase("/ops");
            app.UseRouting();
            app.UseAuthentication();
            app.UseAuthorization();
            app.MapGroup("/tenants/{tenant}").MapPgBackup("/backups/");
        });
        using var http = new HttpClient { BaseAddress = host.Address };
        http.DefaultRequestHeaders.Add("X-User", "ada");
        http.DefaultRequestHeaders.Add("X-Role", "admin");
        http.DefaultRequestHeaders.Add("Prefer", "respond-async");

        using var made = await http.PostAsync(new Uri("/ops/tenants/a%20b/backups", UriKind.Relative), null);
        using var operation = await http.GetAsync(made.Headers.Location);

        made.Headers.Location!.OriginalString.Should().StartWith("/ops/tenants/a%20b/backups/operations/");
        ((int)operation.StatusCode).Should().Be(200);
        using var document = await http.GetAsync(new Uri("/ops/tenants/a%20b/backups/openapi.json", UriKind.Relative));
        (await document.Content.ReadAsStringAsync()).Should().Contain("\"url\":\"/ops/tenants/a%20b/backups\"");
    }

    [Fact]
    public async Task The_type_of_a_problem_leads_to_the_hosts_own_page_on_errors()
    {
        await using var host = await StartHostAsync(http => http.ErrorDocumentation = new Uri("https://example.com/errors.md"));
        using var admin = host.Client();

        (await admin.GetAsync("/20260131-020000-0a1b2c3d")).Should(404).Json.GetProperty("type").GetString()
            .Should().Be("https://example.com/errors.md#backup_not_found");
    }
}
