using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;

namespace PgBackup.ConsoleHost.Output;

/// <summary>What <c>--json</c> prints: one line, camel case, words for enumerations.</summary>
internal static class Json
{
    public static JsonSerializerOptions Options { get; } = new(JsonSerializerDefaults.Web)
    {
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) },
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, // it goes to a program, not into a web page
    };

    public static string Write<T>(T value) => JsonSerializer.Serialize(value, Options);

    public static JsonObject ToObject<T>(T value)
        where T : class => JsonSerializer.SerializeToNode(value, Options)!.AsObject();
}
