using System.Text;
using FluentAssertions;
using Xunit;

namespace PgBackup.Tests.Formats;

[Trait("Category", "Unit")]
public sealed class JsonRowDecoderTests
{
    [Theory]
    [InlineData("\\/\\b\\f\\n\\r\\t\\\"\\\\", "/\\b\\f\\n\\r\\t\"\\\\\\\\")]
    [InlineData("\\u0041\\u000B\\u00e9\\u20AC", "A\\vé€")]
    [InlineData("\\ud83d\\uDE42!", "🙂!")]
    public void Every_escape_of_JSON_is_read(string json, string copyText)
    {
        var table = JsonSegments.Table("text", "text[]");
        var random = new Random(59);
        var expected = copyText.Replace("\\\\\\\\", "\\\\", StringComparison.Ordinal);

        for (var i = 0; i < 50; i++)
        {
            var rows = JsonSegments.Decode(table, Encoding.UTF8.GetBytes($"{{\"c0\":\"{json}\",\"c1\":[\"{json}\"]}}"), random);

            Encoding.UTF8.GetString(rows).Should().StartWith(expected + "\t{");
        }
    }

    [Theory]
    [InlineData("{\"c0\":\"\\u0000\",\"c1\":1,\"c2\":[]}")]
    [InlineData("{\"c0\":\"\\ud83d\",\"c1\":1,\"c2\":[]}")]
    [InlineData("{\"c0\":\"\\ud83d\\u0041\",\"c1\":1,\"c2\":[]}")]
    [InlineData("{\"c0\":\"\\ude42\\ud83d\",\"c1\":1,\"c2\":[]}")]
    [InlineData("{\"c0\":\"\\u12g4\",\"c1\":1,\"c2\":[]}")]
    [InlineData("{\"c0\":\"\\x\",\"c1\":1,\"c2\":[]}")]
    [InlineData("{\"c0\":\"\n\",\"c1\":1,\"c2\":[]}")]
    [InlineData("{\"c0\":1,\"c1\":1,\"c2\":[]}")]
    [InlineData("{\"c0\":true,\"c1\":1,\"c2\":[]}")]
    [InlineData("{\"c0\":[],\"c1\":1,\"c2\":[]}")]
    [InlineData("{\"c0\":{},\"c1\":1,\"c2\":[]}")]
    [InlineData("{\"c0\":\"\",\"c1\":01,\"c2\":[]}")]
    [InlineData("{\"c0\":\"\",\"c1\":1.,\"c2\":[]}")]
    [InlineData("{\"c0\":\"\",\"c1\":+1,\"c2\":[]}")]
    [InlineData("{\"c0\":\"\",\"c1\":1x,\"c2\":[]}")]
    [InlineData("{\"c0\":\"\",\"c1\":nul,\"c2\":[]}")]
    [InlineData("{\"c0\":\"\",\"c1\":nullnull,\"c2\":[]}")]
    [InlineData("{\"c0\":\"\",\"c1\":1111111111111111111111111,\"c2\":[]}")]
    [InlineData("{\"c0\":\"\",\"c1\":1,\"c2\":[1,]}")]
    [InlineData("{\"c0\":\"\",\"c1\":1,\"c2\":[,1]}")]
    [InlineData("{\"c0\":\"\",\"c1\":1,\"c2\":[[1]]}")]
    [InlineData("{\"c0\":\"\",\"c1\":1,\"c2\":[1 ,2]}")]
    [InlineData("{\"c0\":\"\",\"c1\":1,\"c2\":[true]}")]
    [InlineData("{\"c0\":\"\",\"c1\":1}")]
    [InlineData("{\"c0\":\"\",\"c2\":[],\"c1\":1}")]
    [InlineData("{\"c0\":\"\",\"c1\":1,\"c2\":[],\"c3\":1}")]
    [InlineData("{\"c0\":\"\",\"c1\":1,\"c2\":[],}")]
    [InlineData("{ \"c0\":\"\",\"c1\":1,\"c2\":[]}")]
    [InlineData("{\"c0\":\"\",\"c1\":1,\"c2\":[]}\n")]
    [InlineData("{\"c0\":\"\",\"c1\":1,\"c2\":[]},")]
    [InlineData("{\"c0\":\"\",\"c1\":1,\"c2\":[]},{\"c0\":\"\",\"c1\":1,\"c2\":[]}")]
    [InlineData(",\n{\"c0\":\"\",\"c1\":1,\"c2\":[]}")]
    public void What_is_not_written_so_is_refused_however_it_is_cut(string segment)
    {
        var table = JsonSegments.Table("text", "numeric", "integer[]");
        var random = new Random(61);
        for (var i = 0; i < 20; i++)
        {
            var act = () => JsonSegments.Decode(table, Encoding.UTF8.GetBytes(segment), i == 0 ? null : random);

            act.Should().Throw<FormatException>();
        }
    }

    [Theory]
    [InlineData("{\"c0\":}")]
    [InlineData("{\"c0\":]}")]
    [InlineData("{\"c0\":{}")]
    [InlineData("{\"c0\":\"}")]
    [InlineData("{\"c0\":1,\"c0\":1}")]
    public void Embedded_value_that_does_not_end_is_refused(string segment)
    {
        var act = () => JsonSegments.Decode(JsonSegments.Table("json"), segment);

        act.Should().Throw<FormatException>();
    }

    [Theory]
    [InlineData("{\"c0\":\"\u0100\"}")]
    [InlineData("{\"c0\":\"\\u0100\"}")]
    [InlineData("{\"c0\":\"🙂\"}")]
    public void Characters_that_stand_for_no_byte_are_refused(string segment)
    {
        var act = () => JsonSegments.Decode(JsonSegments.Table("text") with { HasRawText = true }, segment);

        act.Should().Throw<FormatException>();
    }

    [Fact]
    public void Damage_is_refused_or_read_but_breaks_nothing()
    {
        var table = JsonSegments.Table("text", "bigint", "boolean", "json", "text[]", "numeric[]", "jsonb");
        const string Rows = "a\\\\b\\n\"é🙂\t12345678901234567\tt\t{\"a\": [1, \"x\\\\\"}\"]}"
            + "\t{\"a b\",NULL,\"q\\\\\"r\",c}\t{1.50,NaN,NULL}\t\\N\n"
            + "\\N\t1\tf\t\\N\t{}\t[0:1]={1,2}\t[null]\n";
        foreach (var isRaw in new[] { false, true })
        {
            var damaged = table with { HasRawText = isRaw };
            var segment = JsonSegments.Encode(damaged, Encoding.UTF8.GetBytes(Rows));
            var random = new Random(67);
            var refused = 0;
            for (var position = 0; position < segment.Length; position++)
            {
                refused += Try(damaged, segment[..position], random);
                refused += Try(damaged, [.. segment[..position], .. segment[(position + 1)..]], random);
                for (var i = 0; i < 40; i++)
                {
                    var copy = segment.ToArray();
                    copy[position] = (byte)random.Next(256);
                    refused += Try(damaged, copy, random);
                }
            }

            // Most of it is frame; what changes within texts is another text.
            refused.Should().BeGreaterThan(segment.Length * 42 / 3);
        }
    }

    [Fact]
    public void Rows_that_are_not_of_the_columns_are_not_encoded()
    {
        foreach (var rows in new[] { "1\n", "1\t2\t3\n", "1\t2", "1\t{1\n", "1\t{,}\n", "1\t{1}x\n", "1\t{\"\n", "1\\" })
        {
            var act = () => JsonSegments.Encode(JsonSegments.Table("integer", "integer[]"), rows);

            act.Should().Throw<FormatException>(rows);
        }
    }

    private static int Try(BackupTable table, byte[] segment, Random random)
    {
        try
        {
            JsonSegments.Decode(table, segment, random);
            return 0;
        }
        catch (FormatException)
        {
            return 1;
        }
    }
}
