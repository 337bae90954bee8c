using System.Text;
using FluentAssertions;
using Xunit;

namespace PgBackup.Tests.Formats;

[Trait("Category", "Unit")]
public sealed class CsvDamageTests
{
    private const int Seed = 20261124;

    [Theory]
    [InlineData("a\r\n")]
    [InlineData("a,b,c\r\n")]
    [InlineData("a,b,\r\n")]
    [InlineData(",,\r\n")]
    [InlineData("\r\n")]
    [InlineData("a,b\n")]
    [InlineData("a,b\rc\r\n")]
    [InlineData("a,b\"\r\n")]
    [InlineData("a\"b\",c\r\n")]
    [InlineData("a,\"b\"c\r\n")]
    [InlineData("a,\"b\"\n")]
    [InlineData("a,\"b\r\n")]
    [InlineData("a,b\r\nc")]
    [InlineData("a,b\r")]
    [InlineData("\n")]
    public void What_the_format_does_not_write_is_refused(string csv)
    {
        var bytes = Encoding.UTF8.GetBytes(csv);
        foreach (var random in new[] { null, new Random(Seed) })
        {
            var act = () => CsvRows.Decode(2, bytes, random);
            act.Should().Throw<FormatException>();
        }
    }

    [Theory]
    [InlineData("x\r\n")]
    [InlineData("\"\"\r\n")]
    [InlineData(",\r\n")]
    public void Rows_of_no_columns_hold_nothing(string csv)
    {
        foreach (var random in Enumerable.Range(Seed, 10).Select(seed => new Random(seed)).Prepend(null))
        {
            var act = () => CsvRows.Decode(0, Encoding.UTF8.GetBytes(csv), random);
            act.Should().Throw<FormatException>();
        }
    }

    [Fact]
    public void Segment_that_is_cut_off_is_refused_or_gives_its_whole_rows()
    {
        var random = new Random(Seed);
        var rows = CsvRows.Random(random, 4, 25);
        var copyText = CsvRows.CopyText(rows);
        var csv = CsvRows.Encode(4, copyText);
        var ends = Enumerable.Range(0, rows.Length + 1)
            .Select(count => CsvRows.Encode(4, CsvRows.CopyText(rows[..count])).Length)
            .ToHashSet();

        for (var length = 0; length < csv.Length; length++)
        {
            if (ends.Contains(length))
            {
                copyText.AsSpan().StartsWith(CsvRows.Decode(4, csv[..length])).Should().BeTrue();
                continue;
            }

            var act = () => CsvRows.Decode(4, csv[..length]);
            act.Should().Throw<FormatException>($"{length} bytes of {csv.Length}");
        }
    }

    [Fact]
    public void Damaged_byte_is_refused_or_gives_rows_whole()
    {
        var random = new Random(Seed);
        var csv = CsvRows.Encode(4, CsvRows.CopyText(CsvRows.Random(random, 4, 50)));
        var refused = 0;
        for (var i = 0; i < 1500; i++)
        {
            var damaged = csv.ToArray();
            damaged[random.Next(damaged.Length)] = random.Next(3) == 0 ? (byte)"\",\r\n"[random.Next(4)] : (byte)random.Next(256);
            try
            {
                var rows = Encoding.Latin1.GetString(CsvRows.Decode(4, damaged)).Split('\n');
                rows[^1].Should().BeEmpty();
                rows[..^1].All(row => row.Count(c => c == '\t') == 3).Should().BeTrue();
            }
            catch (FormatException)
            {
                refused++;
            }
        }

        refused.Should().BeInRange(150, 1350);
    }

    [Fact]
    public void Rows_that_end_within_a_row_are_not_encoded()
    {
        foreach (var copyText in new[] { "a", "a\tb", "a\t", "a\\" })
        {
            var act = () => CsvRows.Encode(2, Encoding.UTF8.GetBytes(copyText));
            act.Should().Throw<FormatException>();
        }
    }
}
