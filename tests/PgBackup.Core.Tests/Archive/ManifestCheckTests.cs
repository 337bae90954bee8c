using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using FluentAssertions;
using PgBackup.Archive;
using Xunit;

namespace PgBackup.Tests.Archive;

[Trait("Category", "Unit")]
public sealed class ManifestCheckTests
{
    private const string Id = SampleManifest.Id;

    private static readonly JsonSerializerOptions Plain = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Converters = { new JsonStringEnumConverter() },
    };

    [Fact]
    public void Manifest_as_the_library_writes_it_is_accepted()
    {
        var act = () => Read("\"rows\":2", "\"rows\":2");

        act.Should().NotThrow();
    }

    [Fact]
    public void Lists_that_a_manifest_lacks_are_empty()
    {
        var manifest = Read("\"dependencies\":[],", "");

        manifest.Entries.Should().HaveCount(2).And.Subject.First().Dependencies.Should().BeEmpty();
    }

    // Whoever edits a manifest can write a new checksum as well.
    [Theory]
    [InlineData("\"compression\":\"Gzip\"", "\"compression\":7")]
    [InlineData("\"container\":\"Zip\"", "\"container\":7")]
    [InlineData("\"target\":\"Table\"", "\"target\":7")]
    [InlineData("\"contentHash\":\"00", "\"contentHash\":\"0x")]
    [InlineData("\"contentHash\":\"00", "\"contentHash\":\"000")]
    [InlineData("\"contentHash\":\"00", "\"contentHash\":\"")]
    [InlineData("\"size\":30", "\"size\":31")]
    [InlineData("\"length\":20", "\"length\":9223372036854775807")]
    [InlineData("\"length\":20", "\"length\":-20")]
    [InlineData("\"offset\":10", "\"offset\":11")]
    [InlineData("\"rows\":1}", "\"rows\":9223372036854775807}")]
    [InlineData("\"segments\":[0,1]", "\"segments\":[0,2]")]
    [InlineData("\"segments\":[0,1]", "\"segments\":[1,0]")]
    [InlineData("\"segments\":[0,1]", "\"segments\":null")]
    [InlineData("\"columns\":[]", "\"columns\":null")]
    [InlineData("\"columns\":[]", "\"columns\":[null]")]
    [InlineData("\"dependencies\":[]", "\"dependencies\":null")]
    [InlineData("\"entries\":[", "\"entries\":[null,")]
    [InlineData("\"artifact\":\"", "\"artifact\":\"../")]
    [InlineData("\"artifact\":\"20260131-020000-0a1b2c3d.", "\"artifact\":\"20260131-020000-0a1b2c3d./../")]
    [InlineData("\"artifact\":\"20260131-020000-0a1b2c3d.", "\"artifact\":\"20260131-020000-0a1b2c3e.")]
    [InlineData("\"length\":10,\"decodedLength\":20", "\"length\":0,\"decodedLength\":20")]
    [InlineData("\"decodedLength\":20", "\"decodedLength\":-1")]
    [InlineData("\"rows\":1},{", "\"rows\":-1},{")]
    [InlineData("\"id\":2,", "\"id\":1,")]
    [InlineData("\"segment\":0,", "\"segment\":-1,")]
    [InlineData("\"segment\":0,", "\"segment\":2,")]
    [InlineData("\"offset\":3,", "\"offset\":-1,")]
    [InlineData("\"offset\":3,", "\"offset\":4,")]
    [InlineData("\"length\":17}", "\"length\":-1}")]
    [InlineData("\"length\":17}", "\"length\":2147483647}")]
    [InlineData("\"version\":1,", "\"version\":0,")]
    [InlineData("\"id\":\"20260131-020000-0a1b2c3d\"", "\"id\":\"20260131-020000-0a1b2c3e\"")]
    public void Manifest_that_cannot_be_true_is_refused(string part, string instead)
    {
        var act = () => Read(part, instead);

        act.Should().Throw<PgBackupException>().Which.Code.Should().Be(PgBackupErrorCodes.ManifestCorrupt);
    }

    [Fact]
    public void Manifest_under_the_name_of_another_backup_or_without_its_checksum_is_refused()
    {
        var file = ManifestBytes.Of(Manifest());
        var edited = Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(file).Replace("shop", "crms", StringComparison.Ordinal));

        foreach (var (id, bytes) in new[] { ("20260131-020000-0a1b2c3e", file), (Id, edited) })
        {
            var act = () => ManifestBytes.Read(id, bytes);
            act.Should().Throw<PgBackupException>().Which.Code.Should().Be(PgBackupErrorCodes.ManifestCorrupt);
        }
    }

    [Fact]
    public void Manifest_of_many_entries_comes_back_whole()
    {
        var entry = Manifest().Entries[0];
        var manifest = Manifest() with { Entries = [.. Enumerable.Range(0, 20_000).Select(i => entry with { Id = i, Name = $"t{i}" })] };

        ManifestBytes.Read(Id, ManifestBytes.Of(manifest)).Entries.Select(e => e.Name).Should().Equal(manifest.Entries.Select(e => e.Name));
    }

    // A store may give any number of bytes at a time; those with the checksum are the last 136.
    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(67)]
    [InlineData(136)]
    [InlineData(4096)]
    public void Manifest_is_read_in_pieces_of_any_size(int atMost)
    {
        var file = ManifestBytes.Of(Manifest());

        ManifestBytes.Read(Id, () => new PiecemealStream(file, atMost)).Should().BeEquivalentTo(Manifest());
        var cut = () => ManifestBytes.Read(Id, () => new PiecemealStream(file[..^1], atMost));
        cut.Should().Throw<PgBackupException>().WithMessage("*incomplete*");
        file[^200] ^= 1;
        var damaged = () => ManifestBytes.Read(Id, () => new PiecemealStream(file, atMost));
        damaged.Should().Throw<PgBackupException>().WithMessage("*checksum*");
    }

    [Fact]
    public void Texts_are_as_they_were_however_often_they_come()
    {
        string[] names =
        [
            "public", "", "a\"b\\", "\u00e4\u20ac\ud83d\ude00", new string('x', 32), new string('y', 33), new string('\u20ac', 40),
        ];
        var entry = Manifest().Entries[0];
        var manifest = Manifest() with
        {
            Entries = [.. Enumerable.Range(0, 1000).Select(i => entry with { Id = i, Schema = names[i % names.Length], Name = $"t{i}" })],
        };

        var read = ManifestBytes.Read(Id, ManifestBytes.Of(manifest)).Entries;

        read.Select(e => (e.Schema, e.Name)).Should().Equal(manifest.Entries.Select(e => (e.Schema, e.Name)));
    }

    // Some take each other's places, by chance.
    [Fact]
    public void Texts_that_come_again_are_mostly_one_string()
    {
        var entry = Manifest().Entries[0];
        var manifest = Manifest() with
        {
            Entries = [.. Enumerable.Range(0, 1000).Select(i => entry with { Id = i, Schema = $"schema {i % 20}" })],
        };

        ManifestBytes.Read(Id, ManifestBytes.Of(manifest)).Entries.Select(e => e.Schema).Distinct(ReferenceEqualityComparer.Instance)
            .Should().HaveCountLessThan(500);
    }

    [Fact]
    public void Manifest_of_many_entries_is_what_one_call_of_a_serializer_would_write()
    {
        var entries = Manifest().Entries;
        var manifest = Manifest() with { Entries = [.. Enumerable.Range(0, 1000).Select(i => entries[i % 2] with { Id = i })] };
        var expected = JsonSerializer.SerializeToNode(manifest, Plain)!.AsObject();
        foreach (var mark in new[] { "state", "pinned" })
            expected["backup"]!.AsObject().Remove(mark);

        var written = JsonNode.Parse(ManifestBytes.Of(manifest))!.AsObject();

        written.Remove("checksum");
        written.ToJsonString().Should().Be(expected.ToJsonString());
    }

    // Each of these is told by one rule alone.
    [Fact]
    public void Segments_that_no_artifact_has_are_refused()
    {
        var manifest = Manifest() with { Entries = [] };
        BackupSegment[][] hostile =
        [
            [new(0, 0, 20, "", 0), new(0, 30, 40, "", 0)],
            [new(0, 40, 20, "", 0), new(40, -10, 40, "", 0)],
            [new(0, long.MaxValue, 1, "", 0), new(long.MaxValue, long.MaxValue, 1, "", 0), new(-2, 32, 1, "", 0)],
            [new(0, 30, -1, "", 0)],
            [new(0, 30, 1, "", -1)],
            [new(0, 29, 1, "", 0)],
            [],
        ];

        foreach (var segments in hostile)
        {
            var act = () => ManifestCheck.Require(manifest with { Segments = segments });
            act.Should().Throw<PgBackupException>().Which.Code.Should().Be(PgBackupErrorCodes.ManifestCorrupt);
        }

        ManifestCheck.Require(manifest with { Segments = [new(0, 30, 0, "", 0)] });
    }

    private static BackupManifest Read(string part, string instead)
    {
        var text = Encoding.UTF8.GetString(ManifestBytes.Of(Manifest()));
        text.Should().Contain(part);
        var body = text[..text.LastIndexOf(",\"checksum\"", StringComparison.Ordinal)].Replace(part, instead, StringComparison.Ordinal);
        var checksum = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(body)));
        var manifest = ManifestBytes.Read(Id, Encoding.UTF8.GetBytes($"{body},\"checksum\":\"{checksum}\"}}\n"));
        ManifestCheck.Require(manifest);
        return manifest;
    }

    private static BackupManifest Manifest() => SampleManifest.Value with
    {
        Entries =
        [
            new BackupEntry
            {
                Id = 2,
                Kind = "TABLE",
                Name = "t",
                Section = BackupSection.PreData,
                Statements = [new StatementLocation(StatementRole.Definition, 0, 3, 17)],
            },
            new BackupEntry
            {
                Id = 1,
                Kind = "TABLE DATA",
                Name = "t",
                Section = BackupSection.Data,
                Table = new BackupTable
                {
                    Schema = "public",
                    Name = "t",
                    Columns = [],
                    Rows = 2,
                    ContentHash = new string('0', 32),
                    Segments = [0, 1],
                },
            },
        ],
    };
}
