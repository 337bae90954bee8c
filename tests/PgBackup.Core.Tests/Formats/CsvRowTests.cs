using System.Buffers;
using System.Text;
using CsvHelper;
using FluentAssertions;
using PgBackup.Formats;
using Xunit;

namespace PgBackup.Tests.Formats;

[Trait("Category", "Unit")]
public sealed class CsvRowTests
{
    private const int Seed = 20261123;

    [Theory]
    [InlineData("a\tb\n", "a,b\r\n")]
    [InlineData("\\N\t\n", ",\"\"\r\n")]
    [InlineData("\t\\N\n", "\"\",\r\n")]
    [InlineData("\\N\t\\N\n", ",\r\n")]
    [InlineData("\\\\N\tNULL\n", "\\N,NULL\r\n")]
    [InlineData("a,b\tsay \"hi\"\n", "\"a,b\",\"say \"\"hi\"\"\"\r\n")]
    [InlineData("1\\n2\t1\\r\\n2\n", "\"1\n2\",\"1\r\n2\"\r\n")]
    [InlineData("\\\\n\t\\t\\b\\v\\f\n", "\\n,\t\b\v\f\r\n")]
    [InlineData("\\\\.\t\\\\.x\n", "\"\\.\",\\.x\r\n")]
    [InlineData(" a \tt\n", " a ,t\r\n")]
    public void Values_are_written_by_the_rules_of_copy(string copyText, string csv)
    {
        Encoding.UTF8.GetString(CsvRows.Encode(2, Encoding.UTF8.GetBytes(copyText))).Should().Be(csv);
        Encoding.UTF8.GetString(CsvRows.Decode(2, Encoding.UTF8.GetBytes(csv))).Should().Be(copyText);
    }

    [Fact]
    public void Random_rows_are_read_by_another_parser_and_come_back_however_they_are_cut()
    {
        var random = new Random(Seed);
        for (var i = 0; i < 150; i++)
        {
            var columns = random.Next(1, 9);
            var rows = CsvRows.Random(random, columns, random.Next(0, 40));
            var copyText = CsvRows.CopyText(rows);

            var csv = CsvRows.Encode(columns, copyText);

            CsvRows.Encode(columns, copyText, random).AsSpan().SequenceEqual(csv).Should().BeTrue();
            CsvRows.Decode(columns, csv).AsSpan().SequenceEqual(copyText).Should().BeTrue();
            CsvRows.Decode(columns, csv, random).AsSpan().SequenceEqual(copyText).Should().BeTrue();
            var parsed = Parse(csv);
            parsed.Should().HaveCount(rows.Length);
            for (var row = 0; row < rows.Length; row++)
                parsed[row].Should().Equal(rows[row]);
        }
    }

    [Fact]
    public void Every_cut_gives_the_same()
    {
        var copyText = CsvRows.CopyText([["a", null, ""], ["\\.", "\\N", "x\"\r\n"], ["", "", ""], [null, null, null], ["1", "2", "3"]]);
        var csv = CsvRows.Encode(3, copyText);
        for (var cut = 1; cut < copyText.Length; cut++)
            InTwo(new CsvRowEncoder(3), copyText, cut).Should().Equal(csv);
        for (var cut = 1; cut < csv.Length; cut++)
        {
            var decoder = new CsvRowDecoder(3);
            var output = new ArrayBufferWriter<byte>();
            decoder.Decode(csv.AsSpan(0, cut), output);
            decoder.Decode(csv.AsSpan(cut), output);
            decoder.Complete(output);
            output.WrittenSpan.ToArray().Should().Equal(copyText);
        }
    }

    [Theory]
    [InlineData(CsvRowEncoder.MaxHeld, false)]
    [InlineData(CsvRowEncoder.MaxHeld + 1, true)]
    public void Long_value_is_quoted_however_it_is_cut(int length, bool quoted)
    {
        var copyText = Encoding.ASCII.GetBytes(new string('x', length - 2) + "\\\\" + "\tnext\n");
        var value = new string('x', length - 2) + "\\";
        var expected = quoted ? $"\"{value}\",next\r\n" : $"{value},next\r\n";

        foreach (var cut in new[] { 1, length - 2, length - 1, length, length + 1, copyText.Length - 1 })
            Encoding.ASCII.GetString(InTwo(new CsvRowEncoder(2), copyText, cut)).Should().Be(expected, $"cut at {cut}");
    }

    [Fact]
    public void Rows_of_no_columns_are_empty_lines()
    {
        Encoding.UTF8.GetString(CsvRows.Encode(0, "\n\n"u8.ToArray())).Should().Be("\r\n\r\n");
        Encoding.UTF8.GetString(CsvRows.Decode(0, "\r\n\r\n"u8.ToArray())).Should().Be("\n\n");
    }

    [Fact]
    public void Raw_bytes_stay()
    {
        var copyText = Enumerable.Range(0x80, 0x80).Select(i => (byte)i).Append((byte)'\n').ToArray();

        var csv = CsvRows.Encode(1, copyText);

        csv.Should().Equal([.. copyText[..^1], (byte)'\r', (byte)'\n']);
        CsvRows.Decode(1, csv).Should().Equal(copyText);
    }

    // What stands in quotes is never NULL, and nothing always is.
    private static List<string?[]> Parse(byte[] csv)
    {
        var options = new CsvReaderOptions
        {
            HasHeader = false,
            Separator = ',',
            SkipEmptyLines = false,
            MalformedData = CsvMalformedDataHandling.Throw,
            FieldCountMismatch = CsvFieldCountHandling.Throw,
        };
        using var reader = CsvReader.Create(csv, options);
        var records = new List<string?[]>();
        while (reader.Read())
        {
            var record = new string?[reader.FieldCount];
            for (var i = 0; i < record.Length; i++)
                record[i] = reader.GetRawSpan(i).IsEmpty ? null : reader.GetString(i);
            records.Add(record);
        }

        return records;
    }

    private static byte[] InTwo(CsvRowEncoder encoder, byte[] copyText, int cut)
    {
        var output = new ArrayBufferWriter<byte>();
        encoder.Encode(copyText.AsSpan(0, cut), output);
        encoder.Encode(copyText.AsSpan(cut), output);
        encoder.Complete(output);
        return output.WrittenSpan.ToArray();
    }
}
