using System.Buffers;
using System.Text;
using System.Text.Json;
using FluentAssertions;
using PgBackup.Formats;
using Xunit;

namespace PgBackup.Tests.Formats;

public sealed class JsonDocumentTests
{
    private static readonly BackupEntry Entry = new() { Id = 1, Kind = "TABLE", Name = "t", Section = BackupSection.PreData };

    [Fact]
    public void Document_without_anything_is_valid()
    {
        var document = JsonDocuments.Write(JsonDocuments.Description, [], []);

        document.Should().Be("{\"pgbackup\":1,\"backup\":{\"id\":\"shop-20260102\",\"createdAt\":\"2026-01-02T03:05:06.789Z\","
            + "\"database\":\"shöp \\\"1\\\"\","
            + "\"serverVersion\":\"18.4\",\"serverMajor\":18,\"libraryVersion\":\"0.1.0\",\"options\":{\"selection\":[]}},"
            + "\"schema\":[\n],\"data\":[\n]}\n");
        JsonDocument.Parse(document).RootElement.GetProperty("schema").GetArrayLength().Should().Be(0);
    }

    [Fact]
    public void Properties_of_the_database_are_told_where_they_are_known()
    {
        var document = JsonDocuments.Write(JsonDocuments.FullDescription, [], []);

        JsonDocument.Parse(document).RootElement.GetProperty("backup").GetProperty("properties").GetRawText().Should().Be(
            "{\"encoding\":\"UTF8\",\"localeProvider\":\"icu\",\"collate\":\"C\",\"cType\":\"C\",\"locale\":\"de-DE\","
            + "\"icuRules\":\"&a < b\",\"collationVersion\":\"153.1\",\"tablespace\":\"fast\"}");
    }

    [Fact]
    public void Entry_is_one_line_without_what_is_not_known()
    {
        var document = JsonDocuments.Write(
            JsonDocuments.Description,
            [
                (Entry, [new(StatementRole.Definition, "CREATE TABLE t (\n  \"é<'\" text)"), new(StatementRole.SecurityLabel, "x")]),
                (Entry, [new(StatementRole.Owner, "y")]),
            ],
            []);

        document.Should().Contain(
            "\n{\"id\":1,\"kind\":\"TABLE\",\"name\":\"t\",\"section\":\"preData\",\"dependencies\":[],\"statements\":["
            + "{\"role\":\"definition\",\"sql\":\"CREATE TABLE t (\\n  \\\"é<'\\\" text)\"},"
            + "{\"role\":\"securityLabel\",\"sql\":\"x\"}]},\n{\"id\":1,");
        JsonDocument.Parse(document).RootElement.GetProperty("schema").GetArrayLength().Should().Be(2);
    }

    [Fact]
    public void Segments_of_a_table_are_one_array()
    {
        var table = JsonSegments.Table("integer", "text");
        string[] segments =
            [.. Enumerable.Range(0, 40).Select(i => string.Concat(Enumerable.Range(i * 3, 3).Select(n => $"{n}\trow {n}\n")))];

        var document = JsonDocuments.Write(JsonDocuments.Description, [], [(table, segments), (table, []), (table, segments[..1])]);

        document.Should().Contain(
            "\"columns\":[{\"name\":\"c0\",\"type\":\"integer\"},{\"name\":\"c1\",\"type\":\"text\"}],\"rows\":[\n{\"c0\":0,");
        var data = JsonDocument.Parse(document).RootElement.GetProperty("data");
        data[0].GetProperty("rows").EnumerateArray().Select(r => r.GetProperty("c0").GetInt32()).Should().Equal(Enumerable.Range(0, 120));
        data[1].GetProperty("rows").GetArrayLength().Should().Be(0);
        data[2].GetProperty("rows")[2].GetProperty("c1").GetString().Should().Be("row 2");
    }

    [Fact]
    public void Table_tells_how_its_rows_are_to_be_read()
    {
        var data = JsonDocument.Parse(JsonDocuments.WriteAll()).RootElement.GetProperty("data");

        data[0].EnumerateObject().Select(m => m.Name).Should().Equal("schema", "name", "columns", "rows");
        data[1].GetProperty("loadThrough").GetRawText().Should().Be("{\"schema\":\"public\",\"name\":\"p\"}");
        data[1].GetProperty("encoding").GetString().Should().Be("bytes");
        data[2].GetProperty("target").GetString().Should().Be("largeObjects");
        data[2].GetProperty("rows").GetArrayLength().Should().Be(2);
    }

    [Theory]
    [InlineData("CREATE TABLE t ()")]
    [InlineData("")]
    [InlineData("\0\u0001\t\r\n\"\\/<>&'+é\u2028🙂\uFFFE")]
    public void Statement_comes_back_from_its_bytes(string sql)
    {
        var writer = new JsonFormat().CreateWriter(JsonDocuments.Description);
        writer.BeginEntry(Entry, new ArrayBufferWriter<byte>());
        for (var i = 0; i < 3; i++)
        {
            var output = new ArrayBufferWriter<byte>();
            writer.WriteStatement(Entry, new EntryStatement(StatementRole.Comment, sql), output);

            new JsonFormat().ReadStatement(output.WrittenSpan).Should().Be(sql);

            for (var length = 0; length < output.WrittenCount; length++)
                Refused(output.WrittenSpan[..length].ToArray());
        }
    }

    [Theory]
    [InlineData("{\"role\":\"definition\"}")]
    [InlineData("{\"sql\":\"x\",\"role\":\"definition\"}")]
    [InlineData("{\"role\":1,\"sql\":\"x\"}")]
    [InlineData("{\"role\":\"definition\",\"sql\":1}")]
    [InlineData("{\"role\":\"definition\",\"sql\":\"x\",\"more\":1}")]
    [InlineData("{\"role\":\"definition\",\"sql\":\"x\"},")]
    [InlineData(",,{\"role\":\"definition\",\"sql\":\"x\"}")]
    [InlineData("{\"role\":\"definition\",\"sql\":\"\\ud800\"}")]
    [InlineData("[]")]
    public void Bytes_that_are_no_statement_are_refused(string content) => Refused(Encoding.UTF8.GetBytes(content));

    [Fact]
    public void Statement_of_bytes_that_are_not_UTF8_is_refused() =>
        Refused([.. "{\"role\":\"definition\",\"sql\":\""u8, 0xFF, .. "\"}"u8]);

    [Fact]
    public void Definitions_cannot_follow_rows()
    {
        var writer = new JsonFormat().CreateWriter(JsonDocuments.Description);
        var output = new ArrayBufferWriter<byte>();
        writer.BeginTable(JsonSegments.Table("integer"), output);

        var act = () => writer.BeginEntry(Entry, output);

        act.Should().Throw<InvalidOperationException>();
    }

    private static void Refused(byte[] content)
    {
        var act = () => new JsonFormat().ReadStatement(content);
        act.Should().Throw<FormatException>();
    }
}
