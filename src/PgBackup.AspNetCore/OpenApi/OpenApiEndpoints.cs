using PgBackup.AspNetCore.Endpoints;

namespace PgBackup.AspNetCore.OpenApi;

/// <summary>The endpoint of the OpenAPI document.</summary>
internal static class OpenApiEndpoints
{
    public static IEnumerable<ApiEndpoint> All =>
    [
        new("GET", "/openapi.json", "getOpenApi", "Describes this API (OpenAPI 3.1).", RunAsync)
        {
            Tag = "Documentation",
            Answers = [new(200, "The document.", MediaType: "application/json")],
        },
    ];

    private static Task RunAsync(ApiCall call) =>
        call.WriteAsync(200, OpenApiDocument.Write(call.Root, ApiEndpoints.All), ApiJson.Default.JsonObject);
}
