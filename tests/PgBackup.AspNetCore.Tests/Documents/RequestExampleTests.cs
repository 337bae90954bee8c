using System.Text.Json;
using PgBackup.AspNetCore.Backups;
using PgBackup.AspNetCore.Endpoints;
using PgBackup.AspNetCore.Restores;

namespace PgBackup.AspNetCore.Tests.Documents;

public sealed class RequestExampleTests
{
    private static readonly List<RequestExample> Requests = [.. RequestExample.All.Where(r => r.IsOfApi)];

    [Fact]
    public void Every_request_has_an_endpoint_that_knows_its_parameters()
    {
        Requests.Should().HaveCountGreaterThan(30);
        foreach (var request in Requests)
        {
            var endpoint = request.Endpoint();
            endpoint.Should().NotBeNull($"{request.Source} asks for {request.Method} {request.Target}");
            request.Query.Should().BeSubsetOf(endpoint!.Query.Select(q => q.Name), request.Source);
        }
    }

    [Fact]
    public void Every_body_is_one_that_its_endpoint_takes()
    {
        var requests = Requests.Where(r => r.Body.Length > 0).ToList();

        requests.Should().HaveCountGreaterThan(8);
        foreach (var request in requests)
        {
            request.Headers.Should().Contain("Content-Type: application/json", request.Source);
            var type = request.Endpoint()!.Body;
            type.Should().NotBeNull($"{request.Source} sends a body");
            FluentActions.Invoking(() => Validate(JsonSerializer.Deserialize(request.Body, ApiJson.Default.GetTypeInfo(type!)!)!))
                .Should().NotThrow($"{request.Source} sends {request.Body}");
        }
    }

    // The rest belongs to the sample host; a test signs in there.
    [Fact]
    public void Every_other_request_is_to_the_session() =>
        RequestExample.All.Except(Requests).Should().NotBeEmpty().And.OnlyContain(r => r.Target == "/session");

    private static void Validate(object body)
    {
        switch (body)
        {
            case CreateBackupRequest backup:
                backup.ToOptions(BackupCompression.Gzip);
                break;
            case RestoreRequest restore:
                restore.ToOptions();
                break;
            case VerifyBackupRequest:
                break;
            default:
                throw new NotSupportedException($"{body.GetType().Name} is not checked yet.");
        }
    }
}
