using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using FluentAssertions;
using PgBackup.Formats;
using Xunit;
using JsonValueKind = System.Text.Json.JsonValueKind;

namespace PgBackup.Tests.Formats;

[Trait("Category", "Unit")]
public sealed class JsonRoundTripTests
{
    private static readonly JsonDocumentOptions AnyDepth = new() { MaxDepth = 10_000 };

    [Fact]
    public void Rows_of_all_kinds_parse_as_their_values_and_come_back_however_they_are_cut()
    {
        var random = new Random(41);
        for (var i = 0; i < 1500; i++)
        {
            var values = new JsonRandomRows(random);
            var table = JsonSegments.Table([.. Enumerable.Range(0, random.Next(1, 7)).Select(_ => values.Type())]);
            var rows = Enumerable.Range(0, random.Next(0, 8))
                .Select(_ => table.Columns.Select(c => values.Value(c.Type)).ToArray()).ToArray();
            var copyText = Encoding.UTF8.GetBytes(string.Concat(
                rows.Select(r => string.Join('\t', r.Select(v => JsonRandomRows.Copy(v.Text))) + "\n")));

            var segment = JsonSegments.Encode(table, copyText);
            var cut = JsonSegments.Encode(table, copyText, random);

            cut.AsSpan().SequenceEqual(segment).Should().BeTrue("the output does not depend on cuts");
            Compare(table, segment, rows);
            Encoding.UTF8.GetString(JsonSegments.Decode(table, segment)).Should().Be(Encoding.UTF8.GetString(copyText));
            JsonSegments.Decode(table, segment, random).AsSpan().SequenceEqual(copyText).Should().BeTrue();
        }
    }

    [Fact]
    public void Embedded_json_may_be_nested_as_deep_as_servers_take_it()
    {
        var table = JsonSegments.Table("json", "integer");
        var deep = string.Concat(Enumerable.Repeat("[{\"a\": ", 4000)) + "null" + string.Concat(Enumerable.Repeat("}]", 4000));

        var segment = JsonSegments.Encode(table, $"{deep}\t1\n");

        segment.Should().Be($"{{\"c0\":{deep},\"c1\":1}}");
        JsonDocument.Parse(segment, AnyDepth).RootElement.GetProperty("c1").GetInt32().Should().Be(1);
        JsonSegments.Decode(table, segment).Should().Be($"{deep}\t1\n");
    }

    [Fact]
    public void Bytes_of_no_encoding_are_characters_of_their_number_in_valid_UTF8()
    {
        var table = JsonSegments.Table("text", "text[]", "json") with { HasRawText = true };
        byte[] all = [.. Enumerable.Range(0x80, 0x80).Select(b => (byte)b)];
        byte[] copyText =
        [
            .. all, (byte)'\t', (byte)'{', .. all, .. ",\"x "u8, .. all, .. "\"}\t"u8, (byte)'"', .. all, .. "\": 1"u8, (byte)'\n',
        ];
        copyText = [.. copyText.AsSpan(0, copyText.Length - 4), .. "\n"u8];
        var random = new Random(43);

        var segment = JsonSegments.Encode(table, copyText, random);

        var row = JsonDocument.Parse(segment).RootElement;
        var expected = string.Concat(all.Select(b => (char)b));
        row.GetProperty("c0").GetString().Should().Be(expected);
        row.GetProperty("c1")[0].GetString().Should().Be(expected);
        row.GetProperty("c1")[1].GetString().Should().Be("x " + expected);
        row.GetProperty("c2").GetString().Should().Be(expected);
        for (var i = 0; i < 50; i++)
            JsonSegments.Decode(table, segment, random).Should().Equal(copyText);
    }

    [Fact]
    public void Columns_may_have_any_name()
    {
        var table = new BackupTable
        {
            Schema = "s",
            Name = "t",
            Columns =
            [
                new("a\"b", "integer"), new("a\\", "json"), new("\n\t\u0001", "text"), new("🙂é", "json"),
                new("", "text"), new("a\"", "json"),
            ],
        };
        const string CopyText = "1\t\\N\tx\t{}\ty\t\\N\n\\N\tnull\t\\N\t\\N\t\\N\t\"\"\n";
        var random = new Random(47);

        var segment = JsonSegments.Encode(table, Encoding.UTF8.GetBytes(CopyText), random);

        var rows = JsonDocument.Parse("[" + Encoding.UTF8.GetString(segment) + "]").RootElement;
        rows[0].EnumerateObject().Select(m => m.Name).Should().Equal("a\"b", "\n\t\u0001", "🙂é", "");
        rows[1].EnumerateObject().Select(m => m.Name).Should().Equal("a\"b", "a\\", "\n\t\u0001", "", "a\"");
        for (var i = 0; i < 50; i++)
            Encoding.UTF8.GetString(JsonSegments.Decode(table, segment, random)).Should().Be(CopyText);
    }

    [Fact]
    public void Rows_without_columns_are_empty_objects()
    {
        var table = JsonSegments.Table();

        var segment = JsonSegments.Encode(table, "\n\n\n");

        segment.Should().Be("{},\n{},\n{}");
        JsonSegments.Decode(table, segment).Should().Be("\n\n\n");
    }

    [Fact]
    public void Json_null_is_null_and_the_NULL_of_a_json_column_is_no_member()
    {
        var table = JsonSegments.Table("jsonb", "integer", "json");

        var segment = JsonSegments.Encode(table, "\\N\t\\N\tnull\n\\N\t2\t\\N\n");

        segment.Should().Be("{\"c1\":null,\"c2\":null},\n{\"c1\":2}");
        JsonSegments.Decode(table, segment).Should().Be("\\N\t\\N\tnull\n\\N\t2\t\\N\n");
    }

    [Fact]
    public void Element_too_long_to_be_held_is_quoted()
    {
        var table = JsonSegments.Table("text[]");
        var random = new Random(53);
        var held = new string('a', JsonArrayElement.MaxUnquotedLength);

        Decoded($"{{{held}}}\n").Should().Be($"{{{held}}}\n");
        Decoded($"{{{held}b}}\n").Should().Be($"{{\"{held}b\"}}\n");

        string Decoded(string copyText)
        {
            var segment = JsonSegments.Encode(table, Encoding.UTF8.GetBytes(copyText));
            var whole = JsonSegments.Decode(table, segment);
            for (var i = 0; i < 20; i++)
                JsonSegments.Decode(table, segment, random).Should().Equal(whole);
            return Encoding.UTF8.GetString(whole);
        }
    }

    private static void Compare(BackupTable table, byte[] segment, (string? Text, JsonNode? Json)[][] rows)
    {
        using var document = JsonDocument.Parse("[" + Encoding.UTF8.GetString(segment) + "]");
        document.RootElement.GetArrayLength().Should().Be(rows.Length);
        for (var row = 0; row < rows.Length; row++)
        {
            var members = document.RootElement[row].EnumerateObject().ToDictionary(m => m.Name, m => m.Value);
            for (var column = 0; column < table.Columns.Count; column++)
            {
                var (text, json) = rows[row][column];
                var isThere = members.Remove(table.Columns[column].Name, out var value);
                if (JsonRandomRows.IsEmbedded(table.Columns[column].Type))
                {
                    isThere.Should().Be(text is not null);
                    if (isThere)
                        value.GetRawText().Should().Be(text!.Trim(' ', '\t', '\r', '\n'));
                    continue;
                }

                isThere.Should().BeTrue();
                AssertSame(value, json);
            }

            members.Should().BeEmpty();
        }
    }

    private static void AssertSame(JsonElement found, JsonNode? expected)
    {
        if (expected is JsonArray array)
        {
            found.GetArrayLength().Should().Be(array.Count);
            for (var i = 0; i < array.Count; i++)
                AssertSame(found[i], array[i]);
            return;
        }

        found.ValueKind.Should().Be(expected?.GetValueKind() ?? JsonValueKind.Null);
        if (found.ValueKind == JsonValueKind.String)
            found.GetString().Should().Be(expected!.GetValue<string>());
        else if (expected is not null)
            found.GetRawText().Should().Be(expected.ToJsonString());
    }
}
