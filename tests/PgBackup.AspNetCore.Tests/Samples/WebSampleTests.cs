using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.RegularExpressions;
using PgBackup.AspNetCore.Endpoints;
using PgBackup.AspNetCore.Tests.Hosting;
using PgBackup.Tests.Documents;

namespace PgBackup.AspNetCore.Tests.Samples;

/// <summary>The sample, as a program of its own on the tests' server.</summary>
[Collection(SharedServer.Name)]
public sealed partial class WebSampleTests(ServerFixture fixture)
{
    [Fact]
    public async Task The_sample_lets_in_its_administrator_alone_and_stops_when_it_is_told_to()
    {
        var start = new ProcessStartInfo(
            "dotnet",
            [
                Path.Combine(AppContext.BaseDirectory, "PgBackup.Web.dll"), "--urls", "http://127.0.0.1:0",
                "--Logging:LogLevel:Default=Warning",
            ])
        {
            RedirectStandardOutput = true,
        };
        start.Environment["PGBACKUP_CONNECTION"] = fixture.Server.ConnectionString;
        using var program = Process.Start(start)!;
        try
        {
            var output = "";
            while (SignIn().Count(output) < 2)
            {
                output += await program.StandardOutput.ReadLineAsync() is { } line
                    ? line + "\n"
                    : throw new InvalidOperationException(output);
            }

            var address = new Uri(Regex.Match(output, "http://[0-9.:]+").Value);
            var accounts = SignIn().Matches(output).ToDictionary(
                m => m.Groups["role"].Value, m => (m.Groups["name"].Value, m.Groups["password"].Value));

            (await AskAsync(address, accounts["user"])).Should().Be(HttpStatusCode.Forbidden);
            (await AskAsync(address, accounts["admin"])).Should().Be(HttpStatusCode.Created);
            (await AskAsync(address, ("ada", "guess"))).Should().Be(HttpStatusCode.Unauthorized);

            using var stop = Process.Start("kill", ["-TERM", program.Id.ToString(CultureInfo.InvariantCulture)]);
            await program.WaitForExitAsync(new CancellationTokenSource(TimeSpan.FromSeconds(30)).Token);
            program.ExitCode.Should().Be(0);
        }
        finally
        {
            if (!program.HasExited)
                program.Kill(entireProcessTree: true);
        }
    }

    [Fact]
    public void The_file_of_requests_has_one_of_each_kind()
    {
        var text = Repository.ReadFile("samples/PgBackup.Web/PgBackup.http");
        var requests = Regex.Matches(
            text, @"^(?<method>GET|POST|PUT|DELETE) \{\{host\}\}/api/backup(?<path>[^?\s]*)", RegexOptions.Multiline)
            .Select(m => (m.Groups["method"].Value, m.Groups["path"].Value)).ToHashSet();

        foreach (var endpoint in ApiEndpoints.All)
        {
            var id = endpoint.Path.StartsWith("/operations", StringComparison.Ordinal) ? "{{operation}}"
                : endpoint.Path.StartsWith("/schedules", StringComparison.Ordinal) ? "daily" : "{{id}}";
            requests.Should().Contain((endpoint.Method, endpoint.Path.Replace("{id}", id, StringComparison.Ordinal)));
        }
    }

    private static async Task<HttpStatusCode> AskAsync(Uri address, (string Name, string Password) account)
    {
        using var http = new HttpClient(new HttpClientHandler { AllowAutoRedirect = false }) { BaseAddress = address };
        await http.PostAsJsonAsync("/session", new { account.Name, account.Password }, JsonSerializerOptions.Web);
        using var response = await http.PostAsJsonAsync("/api/backup", new { includeSchemaOnly = true });
        return response.StatusCode;
    }

    [GeneratedRegex(@"^sign in   (?<name>\w+) (?<password>\w+) \((?<role>\w+)\)$", RegexOptions.Multiline)]
    private static partial Regex SignIn();
}
