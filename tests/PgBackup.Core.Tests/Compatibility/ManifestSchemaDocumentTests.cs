using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;
using FluentAssertions;
using NJsonSchema;
using PgBackup.Archive;
using PgBackup.Tests.Documents;
using PgBackup.Tests.RoundTrip;
using Xunit;

namespace PgBackup.Tests.Compatibility;

/// <summary><c>docs/manifest.schema.json</c> says what manifests look like, all that were ever written.</summary>
public sealed class ManifestSchemaDocumentTests
{
    [Theory]
    [EachStoredArtifact]
    public async Task Every_stored_manifest_conforms_and_has_no_member_that_is_not_described(string name)
    {
        using var host = new BackupHost();
        var id = StoredArtifact.Find(name).CopyTo(host);
        var manifest = await File.ReadAllTextAsync(Path.Combine(host.StorePath, id + ManifestJson.FileSuffix));

        (await PublishedAsync(isStrict: true)).Validate(manifest).Should().BeEmpty();
    }

    [Fact]
    public async Task Schema_describes_each_member_of_the_manifest_and_each_of_its_words()
    {
        var schema = JsonNode.Parse(Repository.ReadFile("docs/manifest.schema.json"))!;
        string[] marks = ["state", "pinned", "lastVerifiedAt"];

        Same<BackupManifest>(schema, "checksum");
        Same<BackupInfo>(schema["$defs"]!["backup"]!);
        Same<BackupDatabase>(schema["$defs"]!["database"]!);
        Same<BackupSegment>(schema["$defs"]!["segment"]!);
        Same<BackupEntry>(schema["$defs"]!["entry"]!);
        Same<StatementLocation>(schema["$defs"]!["statement"]!);
        Same<BackupTable>(schema["$defs"]!["table"]!);
        SameWords<BackupCompression>("backup", "compression");
        SameWords<BackupRoles>("backup", "roles");
        SameWords<BackupSection>("entry", "section");
        SameWords<StatementRole>("statement", "role");
        SameWords<BackupTableTarget>("table", "target");
        Words(schema["properties"]!["container"]!).Should().BeEquivalentTo(Enum.GetNames<ArtifactContainer>());
        schema["properties"]!["version"]!["enum"]!.AsArray().Select(v => v!.GetValue<int>()).Should().Equal(BackupManifest.CurrentVersion);
        (await PublishedAsync(isStrict: false)).Validate("""{"version":2}""").Should().NotBeEmpty();

        void Same<T>(JsonNode node, params string[] more)
        {
            var type = (JsonTypeInfo<T>)ManifestJsonContext.Default.GetTypeInfo(typeof(T))!;
            node["properties"]!.AsObject().Select(p => p.Key).Should()
                .BeEquivalentTo(type.Properties.Select(p => p.Name).Except(marks).Concat(more));
            var required = node["required"]!.AsArray().Select(r => r!.GetValue<string>());
            type.Properties.Where(p => p.IsRequired).Select(p => p.Name).Except(required).Should().BeEmpty();
        }

        void SameWords<T>(string definition, string member)
            where T : struct, Enum =>
                Words(schema["$defs"]![definition]!["properties"]![member]!).Should().BeEquivalentTo(Enum.GetNames<T>());
    }

    private static IEnumerable<string> Words(JsonNode node) => node["enum"]!.AsArray().Select(v => v!.GetValue<string>());

    // The validator knows the word of older drafts only, and there nothing may stand beside a reference.
    private static Task<JsonSchema> PublishedAsync(bool isStrict)
    {
        var schema = JsonNode.Parse(Repository.ReadFile("docs/manifest.schema.json"))!;
        Adapt(schema);
        return JsonSchema.FromJsonAsync(schema.ToJsonString().Replace("$defs", "definitions", StringComparison.Ordinal));

        void Adapt(JsonNode? node)
        {
            if (node is JsonArray array)
            {
                foreach (var item in array)
                    Adapt(item);
            }
            else if (node is JsonObject members)
            {
                foreach (var member in members.ToList())
                    Adapt(member.Value);
                if (members["$ref"] is JsonValue)
                    members.Remove("description");
                if (isStrict && members["properties"] is JsonObject && members["type"] is JsonValue)
                    members["additionalProperties"] = false;
            }
        }
    }
}
