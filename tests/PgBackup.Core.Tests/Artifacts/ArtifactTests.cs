using System.Text.Json;
using FluentAssertions;
using NJsonSchema;
using PgBackup.Tests.Documents;
using Xunit;

namespace PgBackup.Tests.Artifacts;

/// <summary>Artifacts as programs see them that know nothing of the library.</summary>
public sealed class ArtifactTests(SampleArtifacts sample) : IClassFixture<SampleArtifacts>
{
    [Theory]
    [InlineData("sql", BackupCompression.Gzip)]
    [InlineData("json", BackupCompression.Gzip)]
    [InlineData("ndjson", BackupCompression.Gzip)]
    [InlineData("sql", BackupCompression.Zstd)]
    [InlineData("json", BackupCompression.Zstd)]
    [InlineData("ndjson", BackupCompression.Zstd)]
    public async Task Compressed_artifact_passes_the_test_of_its_program(string format, BackupCompression compression)
    {
        var (manifest, path) = await sample.BackUpAsync(format, compression);

        foreach (var program in compression == BackupCompression.Gzip ? new[] { "gzip", "gunzip" } : ["zstd"])
            await FileProgram.RunAsync(program, ["-t", path], package: program == "gunzip" ? "gzip" : null);

        using var content = new MemoryStream();
        await UnpackAsync(path, compression, content);
        content.Length.Should().Be(manifest.Backup.UncompressedSize);
    }

    [Theory]
    [InlineData(BackupCompression.Gzip)]
    [InlineData(BackupCompression.None)]
    public async Task Zip_archive_passes_the_test_of_unzip_and_holds_the_files_of_the_manifest(BackupCompression compression)
    {
        var (manifest, path) = await sample.BackUpAsync("csv", compression);

        (await FileProgram.RunAsync("unzip", ["-t", path])).Should().Contain("No errors detected");

        var files = manifest.Entries.Select(e => e.Table?.File).OfType<string>().ToList();
        files.Should().HaveCountGreaterThan(20).And.OnlyHaveUniqueItems();
        (await FileProgram.RunAsync("unzip", ["-Z1", path])).Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Should().Equal(["schema.sql", .. files, "manifest.json"]);
        using var document = JsonDocument.Parse(await FileProgram.RunAsync("unzip", ["-p", path, "manifest.json"]));
        document.RootElement.GetProperty("backup").GetProperty("id").GetString().Should().Be(manifest.Backup.Id);
    }

    [Theory]
    [InlineData(BackupCompression.Gzip)]
    [InlineData(BackupCompression.Zstd)]
    [InlineData(BackupCompression.None)]
    public async Task Json_document_holds_every_row_for_any_reader(BackupCompression compression)
    {
        var (manifest, path) = await sample.BackUpAsync("json", compression);
        var expected = await sample.CountRowsAsync(manifest);
        expected.Should().HaveCountGreaterThan(20);
        var file = path + ".unpacked";
        await using (var unpacked = File.Create(file))
            await UnpackAsync(path, compression, unpacked);

        using (var document = JsonDocument.Parse(await File.ReadAllBytesAsync(file)))
        {
            document.RootElement.GetProperty("data").EnumerateArray()
                .Select(t => $"{t.GetProperty("schema")}.{t.GetProperty("name")} {t.GetProperty("rows").GetArrayLength()}")
                .Should().Equal(expected);
            document.RootElement.GetProperty("schema").EnumerateArray().Select(e => e.GetProperty("id").GetInt32())
                .Should().Equal(manifest.Entries.Where(e => e.Statements.Count > 0).Select(e => e.Id));
        }

        var counted = await FileProgram.RunAsync("jq", ["-c", """[.data[] | "\(.schema).\(.name) \(.rows | length)"]""", file]);
        JsonSerializer.Deserialize<string[]>(counted).Should().Equal(expected);
        if (compression == BackupCompression.None)
            await ConformsAsync(file);
    }

    [Fact]
    public async Task Lines_of_ndjson_are_json_for_any_reader()
    {
        var (manifest, path) = await sample.BackUpAsync("ndjson", BackupCompression.None);

        var lines = await FileProgram.RunAsync("jq", ["-s", "length", path]);

        int.Parse(lines, System.Globalization.CultureInfo.InvariantCulture).Should().Be(File.ReadLines(path).Count())
            .And.BeGreaterThan((int)manifest.Backup.Rows);
    }

    private static async Task ConformsAsync(string file)
    {
        var schema = await JsonSchema.FromJsonAsync(
            Repository.ReadFile("docs/backup.schema.json").Replace("$defs", "definitions", StringComparison.Ordinal));
        schema.Validate(await File.ReadAllTextAsync(file)).Should().BeEmpty();
    }

    private static async Task UnpackAsync(string path, BackupCompression compression, Stream output)
    {
        if (compression == BackupCompression.None)
        {
            await using var file = File.OpenRead(path);
            await file.CopyToAsync(output);
            return;
        }

        await FileProgram.RunAsync(compression == BackupCompression.Gzip ? "gzip" : "zstd", ["-d", "-c", path], output);
    }
}
