using System.Text.Json.Serialization;

namespace PgBackup.Archive;

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    UseStringEnumConverter = true,
    RespectNullableAnnotations = true,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(BackupManifest))]
[JsonSerializable(typeof(ManifestVersion))]
internal sealed partial class ManifestJsonContext : JsonSerializerContext;
