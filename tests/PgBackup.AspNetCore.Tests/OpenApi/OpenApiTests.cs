using System.Text.Json;
using PgBackup.AspNetCore.Endpoints;
using PgBackup.AspNetCore.Tests.Hosting;

namespace PgBackup.AspNetCore.Tests.OpenApi;

public sealed class OpenApiTests(ServerFixture fixture) : ApiTest(fixture)
{
    [Fact]
    public async Task The_document_has_every_endpoint_and_every_field()
    {
        var document = (await Admin.GetAsync("/openapi.json")).Should(200).Json;

        document.GetProperty("openapi").GetString().Should().Be("3.1.0");
        document.GetProperty("servers")[0].GetProperty("url").GetString().Should().Be("/api/backup");
        var operations = document.GetProperty("paths").EnumerateObject()
            .SelectMany(p => p.Value.EnumerateObject().Select(o => o.Value.GetProperty("operationId").GetString()!)).ToList();
        operations.Should().BeEquivalentTo(ApiEndpoints.All.Select(e => e.Name)).And.OnlyHaveUniqueItems();
        var schemas = document.GetProperty("components").GetProperty("schemas");
        Fields(schemas, "CreateBackupRequest").Should()
            .Contain(["tables", "format", "compress", "excludeData", "includeSchemaOnly", "where"]);
        Fields(schemas, "RestoreRequest").Should().Contain(["backupId", "tables", "dropExisting", "skipConstraints", "dryRun"]);
        Fields(schemas, "Backup").Should().Contain(["id", "createdAt", "sha256", "state"]);
        schemas.GetProperty("Backup").GetProperty("properties").GetProperty("state").GetProperty("enum").EnumerateArray()
            .Select(e => e.GetString()).Should().Equal("complete", "verified", "testRestored", "suspect");
        Fields(schemas, "Problem").Should().Contain(["type", "title", "status", "detail", "code", "errors"]);
    }

    [Fact]
    public async Task Every_reference_leads_somewhere()
    {
        var document = (await Admin.GetAsync("/openapi.json")).Should(200).Json;
        var schemas = document.GetProperty("components").GetProperty("schemas").EnumerateObject().Select(s => s.Name).ToList();

        var references = References(document).Select(r => r["#/components/schemas/".Length..]).Distinct().ToList();

        references.Should().HaveCountGreaterThan(15).And.BeSubsetOf(schemas);
    }

    private static IEnumerable<string> Fields(JsonElement schemas, string name) =>
        schemas.GetProperty(name).GetProperty("properties").EnumerateObject().Select(p => p.Name);

    private static IEnumerable<string> References(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Object => element.EnumerateObject().SelectMany(p =>
            p.Name == "$ref" ? [p.Value.GetString()!] : References(p.Value)),
        JsonValueKind.Array => element.EnumerateArray().SelectMany(References),
        _ => [],
    };
}
