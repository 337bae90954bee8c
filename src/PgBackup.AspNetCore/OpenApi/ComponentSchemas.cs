using System.ComponentModel.DataAnnotations;
using System.Text.Json.Nodes;
using System.Text.Json.Schema;
using System.Text.Json.Serialization.Metadata;
using PgBackup.AspNetCore.Endpoints;

namespace PgBackup.AspNetCore.OpenApi;

/// <summary>The schemas of bodies, each once, by the names of their types.</summary>
internal sealed class ComponentSchemas
{
    private readonly SortedDictionary<string, JsonNode?> _schemas = new(StringComparer.Ordinal);

    /// <summary>Refers to the schema of a type, which is added if it is new.</summary>
    public JsonObject Reference(Type type)
    {
        var name = type.Name.Replace("Response", "", StringComparison.Ordinal);
        if (_schemas.TryAdd(name, null))
        {
            var info = ApiJson.Default.GetTypeInfo(type) ?? throw new InvalidOperationException($"{type} is not in {nameof(ApiJson)}.");
            _schemas[name] = info.GetJsonSchemaAsNode(new JsonSchemaExporterOptions
            {
                TreatNullObliviousAsNonNullable = true,
                TransformSchemaNode = (context, schema) => Transform(type, context, schema),
            });
        }

        return new JsonObject { ["$ref"] = $"#/components/schemas/{name}" };
    }

    public JsonObject Write() => new([.. _schemas.Select(s => KeyValuePair.Create(s.Key, s.Value))]);

    private JsonNode Transform(Type root, JsonSchemaExporterContext context, JsonNode schema)
    {
        var type = Nullable.GetUnderlyingType(context.TypeInfo.Type) ?? context.TypeInfo.Type;
        if (type.IsEnum)
            return new JsonObject { ["type"] = "string", ["enum"] = new JsonArray([.. Names(type).Select(n => (JsonNode?)n)]) };
        if (context.TypeInfo.Kind != JsonTypeInfoKind.Object)
            return schema;
        return type == root ? Describe(context.TypeInfo, schema) : Reference(type);
    }

    private static JsonNode Describe(JsonTypeInfo type, JsonNode schema)
    {
        // Answers may get more fields one day; requests are held to those that there are.
        if (!type.Type.Name.EndsWith("Request", StringComparison.Ordinal))
            schema.AsObject().Remove("additionalProperties");
        var required = type.Properties
            .Where(p => p.AttributeProvider?.IsDefined(typeof(RequiredAttribute), inherit: true) == true).ToList();
        if (required.Count > 0)
            schema["required"] = new JsonArray([.. required.Select(p => (JsonNode?)p.Name)]);
        return schema;
    }

    private static IEnumerable<string> Names(Type type) =>
        Enum.GetNames(type).Select(System.Text.Json.JsonNamingPolicy.CamelCase.ConvertName);
}
