using System.Buffers;
using System.Text;
using FluentAssertions;
using PgBackup.Formats;
using Xunit;

namespace PgBackup.Tests.Formats;

[Trait("Category", "Unit")]
public sealed class SqlRowDecoderTests
{
    private static readonly string[] Rows = ["\\\\.\n", "\\N\n", "\n", "plain\n", "\\n\\.\\\\\n"];

    private static readonly BackupTable Table = new()
    {
        Schema = "public",
        Name = "odd \"name",
        Columns = [new BackupColumn("a", "text")],
    };

    [Fact]
    public void Rows_come_back_however_the_segment_is_cut()
    {
        var random = new Random(17);
        for (var i = 0; i < 500; i++)
        {
            var rows = string.Concat(Enumerable.Range(0, random.Next(0, 20)).Select(_ => Rows[random.Next(Rows.Length)]));
            var segment = Encode(rows, random);

            Decode(segment, random).Should().Be(rows);
        }
    }

    [Fact]
    public void Segment_of_another_table_or_without_its_end_is_refused()
    {
        var random = new Random(19);
        var segment = Encode("row\n", random);
        var other = Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(segment).Replace("odd", "Odd", StringComparison.Ordinal));

        for (var length = 0; length < segment.Length; length++)
        {
            var act = () => Decode(segment[..length], random);
            act.Should().Throw<FormatException>();
        }

        var foreign = () => Decode(other, random);
        foreign.Should().Throw<FormatException>();
        var more = () => Decode([.. segment, (byte)'x'], random);
        more.Should().Throw<FormatException>();
    }

    private static byte[] Encode(string rows, Random random)
    {
        var encoder = new SqlFormat().CreateRowEncoder(Table);
        var output = new ArrayBufferWriter<byte>();
        foreach (var part in Cut(Encoding.UTF8.GetBytes(rows), random))
            encoder.Encode(part, output);
        if (rows.Length == 0)
            encoder.Encode([], output);
        encoder.Complete(output);
        return output.WrittenSpan.ToArray();
    }

    private static string Decode(byte[] segment, Random random)
    {
        var decoder = new SqlFormat().CreateRowDecoder(Table);
        var output = new ArrayBufferWriter<byte>();
        foreach (var part in Cut(segment, random))
            decoder.Decode(part, output);
        decoder.Complete(output);
        return Encoding.UTF8.GetString(output.WrittenSpan);
    }

    private static IEnumerable<byte[]> Cut(byte[] content, Random random)
    {
        for (var position = 0; position < content.Length;)
        {
            var length = Math.Min(random.Next(0, 8), content.Length - position);
            yield return content[position..(position + length)];
            position += length;
        }
    }
}
