using System.Globalization;
using System.Text.Json.Nodes;
using PgBackup.AspNetCore.Endpoints;
using PgBackup.AspNetCore.Errors;

namespace PgBackup.AspNetCore.OpenApi;

/// <summary>Writes the OpenAPI document from the very endpoints that are mapped, and the very types that are read and written.</summary>
internal static class OpenApiDocument
{
    public static JsonObject Write(string root, IReadOnlyList<ApiEndpoint> endpoints)
    {
        var schemas = new ComponentSchemas();
        var paths = new JsonObject();
        foreach (var path in endpoints.GroupBy(e => e.Path))
        {
            var item = new JsonObject();
            foreach (var endpoint in path)
                item[endpoint.Method.ToLowerInvariant()] = Operation(endpoint, schemas);
            paths[path.Key.Length == 0 ? "/" : path.Key] = item;
        }

        return new JsonObject
        {
            ["openapi"] = "3.1.0",
            ["info"] = new JsonObject
            {
                ["title"] = "PgBackup",
                ["version"] = typeof(IDatabaseBackup).Assembly.GetName().Version!.ToString(3),
                ["description"] = $"Backups of a PostgreSQL database, for administrators only (policy {PgBackupPolicies.Administrator}).",
            },
            ["servers"] = new JsonArray(new JsonObject { ["url"] = root }),
            ["paths"] = paths,
            ["components"] = new JsonObject { ["schemas"] = schemas.Write() },
        };
    }

    private static JsonObject Operation(ApiEndpoint endpoint, ComponentSchemas schemas)
    {
        var operation = new JsonObject
        {
            ["operationId"] = endpoint.Name,
            ["summary"] = endpoint.Summary,
            ["tags"] = new JsonArray(endpoint.Tag),
        };
        if (Parameters(endpoint) is { Count: > 0 } parameters)
            operation["parameters"] = parameters;
        if (endpoint.Body is not null)
            operation["requestBody"] = new JsonObject { ["content"] = Content("application/json", schemas.Reference(endpoint.Body)) };
        operation["responses"] = Responses(endpoint, schemas);
        return operation;
    }

    private static JsonArray Parameters(ApiEndpoint endpoint)
    {
        var parameters = new JsonArray();
        if (endpoint.Path.Contains("{id}", StringComparison.Ordinal))
        {
            parameters.Add((JsonNode)new JsonObject
            {
                ["name"] = "id",
                ["in"] = "path",
                ["required"] = true,
                ["schema"] = new JsonObject { ["type"] = "string" },
            });
        }

        foreach (var parameter in endpoint.Query)
        {
            var schema = new JsonObject { ["type"] = parameter.Type };
            if (parameter.Format is not null)
                schema["format"] = parameter.Format;
            if (parameter.Values.Count > 0)
                schema["enum"] = new JsonArray([.. parameter.Values.Select(v => (JsonNode?)v)]);
            parameters.Add((JsonNode)new JsonObject
            {
                ["name"] = parameter.Name,
                ["in"] = "query",
                ["description"] = parameter.Description,
                ["schema"] = schema,
            });
        }

        if (endpoint.Answers.Any(a => a.Status == 202 && endpoint.Method != "DELETE"))
        {
            parameters.Add((JsonNode)new JsonObject
            {
                ["name"] = "Prefer",
                ["in"] = "header",
                ["description"] = "respond-async: answer at once, with where to look.",
                ["schema"] = new JsonObject { ["type"] = "string" },
            });
        }

        return parameters;
    }

    private static JsonObject Responses(ApiEndpoint endpoint, ComponentSchemas schemas)
    {
        var responses = new JsonObject();
        foreach (var status in endpoint.Answers.GroupBy(a => a.Status))
        {
            var response = new JsonObject { ["description"] = string.Join(" ", status.Select(a => a.Description)) };
            var bodies = status.Where(a => a.Body is not null).Select(a => schemas.Reference(a.Body!)).ToList();
            if (bodies.Count == 1)
                response["content"] = Content("application/json", bodies[0]);
            else if (bodies.Count > 1)
                response["content"] = Content("application/json", new JsonObject { ["oneOf"] = new JsonArray([.. bodies]) });
            else if (status.Key is 200 or 206)
                response["content"] = new JsonObject { [status.First().MediaType] = new JsonObject() };
            responses[status.Key.ToString(CultureInfo.InvariantCulture)] = response;
        }

        responses["default"] = new JsonObject
        {
            ["description"] = "A problem (RFC 9457); its code tells which.",
            ["content"] = Content("application/problem+json", schemas.Reference(typeof(ProblemResponse))),
        };
        return responses;
    }

    private static JsonObject Content(string mediaType, JsonNode schema) =>
        new() { [mediaType] = new JsonObject { ["schema"] = schema } };
}
