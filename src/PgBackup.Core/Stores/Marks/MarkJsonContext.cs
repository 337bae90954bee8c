using System.Text.Json.Serialization;

namespace PgBackup.Stores;

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, WriteIndented = true, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(MarkDocument))]
internal sealed partial class MarkJsonContext : JsonSerializerContext;
