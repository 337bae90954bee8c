using System.Text.Json.Nodes;
using FluentAssertions;
using NJsonSchema;
using PgBackup.Tests.Documents;
using Xunit;

namespace PgBackup.Tests.Formats;

public sealed class JsonSchemaDocumentTests
{
    private static readonly string[] Required =
    [
        "pgbackup", "backup", "schema", "data", "backup.id", "backup.serverMajor", "backup.properties.encoding", "schema.0.id",
        "schema.0.statements", "schema.1.statements.3.sql", "data.0.columns", "data.0.rows", "data.0.columns.1.type",
        "data.1.loadThrough.name",
    ];

    private static readonly string[] Objects =
        ["", "backup", "backup.properties", "schema.1", "schema.1.statements.2", "data.0", "data.0.columns.0", "data.1.loadThrough"];

    [Fact]
    public async Task Documents_conform_to_the_published_schema()
    {
        var schema = await Published();

        schema.Validate(JsonDocuments.WriteAll()).Should().BeEmpty();
        schema.Validate(JsonDocuments.Write(JsonDocuments.Description, [], [])).Should().BeEmpty();
    }

    [Fact]
    public async Task Schema_is_strict_for_the_frame_and_open_for_rows()
    {
        var schema = await Published();

        foreach (var path in Required)
            Errors(path, (parent, name) => parent.Remove(name)).Should().BePositive($"'{path}' is required");
        foreach (var path in Objects)
            Errors(path.Length == 0 ? "more" : path + ".more", (parent, name) => parent[name] = 1)
                .Should().BePositive($"'{path}' has no other members");
        foreach (var path in new[] { "schema.1.section", "schema.1.statements.0.role", "data.1.encoding", "data.2.target" })
            Errors(path, (parent, name) => parent[name] = "other").Should().BePositive($"'{path}' is one of some words");
        Errors("data.0.rows.0.more", (parent, name) => parent[name] = 1).Should().Be(0);

        int Errors(string path, Action<JsonObject, string> change)
        {
            var document = JsonNode.Parse(JsonDocuments.WriteAll())!;
            var steps = path.Split('.');
            var parent = steps[..^1].Aggregate(document, (node, step) => int.TryParse(step, out var index) ? node[index]! : node[step]!);
            change(parent.AsObject(), steps[^1]);
            return schema.Validate(document.ToJsonString()).Count;
        }
    }

    // The validator knows the word of older drafts only; the schema uses nothing else that is new.
    private static Task<JsonSchema> Published() =>
        JsonSchema.FromJsonAsync(Repository.ReadFile("docs/backup.schema.json").Replace("$defs", "definitions", StringComparison.Ordinal));
}
