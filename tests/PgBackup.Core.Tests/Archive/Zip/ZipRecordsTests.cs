using System.Buffers;
using System.IO.Compression;
using System.Text;
using FluentAssertions;
using PgBackup.Archive;
using Xunit;

namespace PgBackup.Tests.Archive.Zip;

[Trait("Category", "Unit")]
public sealed class ZipRecordsTests
{
    [Fact]
    public void Archive_is_read_by_the_frameworks_reader()
    {
        var first = Encoding.UTF8.GetBytes(new string('a', 100_000));
        var second = Encoding.UTF8.GetBytes("the end");
        using var stream = new MemoryStream();
        var composer = new ZipComposer(stream);
        composer.Add("schema.sql", ZipMethod.Stored, second);
        composer.Add("public.naïve 😀.csv", ZipMethod.Deflate, first, second, first);
        composer.Add("empty.csv", ZipMethod.Deflate);
        composer.Add("none.csv", ZipMethod.Stored);
        composer.Complete();

        using var archive = new ZipArchive(stream, ZipArchiveMode.Read);

        archive.Entries.Select(e => e.FullName).Should().Equal("schema.sql", "public.naïve 😀.csv", "empty.csv", "none.csv");
        archive.Entries.Select(e => Read(e)).Select(Encoding.UTF8.GetString)
            .Should().Equal("the end", new string('a', 100_000) + "the end" + new string('a', 100_000), "", "");
        archive.Entries.Should().OnlyContain(e => e.LastWriteTime.DateTime == new DateTime(2026, 11, 23, 2, 5, 6));
        archive.Entries.Should().OnlyContain(e => ((uint)e.ExternalAttributes >> 16) == 0x8180);
        archive.Entries.Should().OnlyContain(e => !e.IsEncrypted);
    }

    [Fact]
    public void More_files_than_a_short_directory_counts_are_all_found()
    {
        using var stream = new MemoryStream();
        var composer = new ZipComposer(stream);
        for (var i = 0; i < 65_536; i++)
            composer.Add($"{i}", ZipMethod.Stored);
        composer.Complete();

        using var archive = new ZipArchive(stream, ZipArchiveMode.Read);

        archive.Entries.Should().HaveCount(65_536);
        archive.Entries[^1].FullName.Should().Be("65535");
    }

    [Theory]
    [InlineData(65_534, 1, 22)]
    [InlineData(65_535, 1, 98)]
    [InlineData(1, 0xFFFFFFFEL, 22)]
    [InlineData(1, 0xFFFFFFFFL, 98)]
    public void Directory_end_is_long_only_where_it_must_be(long files, long offset, int bytes)
    {
        var output = new ArrayBufferWriter<byte>();

        ZipRecords.WriteDirectoryEnd(files, offset, 100, output);

        output.WrittenCount.Should().Be(bytes);
    }

    [Theory]
    [InlineData(0xFFFFFFFEL, 22)]
    [InlineData(0xFFFFFFFFL, 98)]
    public void Directory_end_is_long_where_the_directory_is(long length, int bytes)
    {
        var output = new ArrayBufferWriter<byte>();

        ZipRecords.WriteDirectoryEnd(1, 100, length, output);

        output.WrittenCount.Should().Be(bytes);
    }

    // All ones in the short field says that the long one has it.
    [Theory]
    [InlineData(0xFFFFFFFEL, 46 + 1)]
    [InlineData(0xFFFFFFFFL, 46 + 1 + 12)]
    public void Size_of_all_ones_stands_in_the_long_field(long size, int bytes)
    {
        var output = new ArrayBufferWriter<byte>();

        ZipRecords.WriteDirectoryRecord(new ZipFileRecord("f", ZipMethod.Stored, 1, 1, size, 0, ZipComposer.Time), output);

        output.WrittenCount.Should().Be(bytes);
    }

    [Fact]
    public void Sizes_beyond_four_gigabytes_stand_in_the_long_field()
    {
        var output = new ArrayBufferWriter<byte>();
        var record = new ZipFileRecord("f", ZipMethod.Deflate, 1, 0xFFFFFFFE, 5_000_000_000, 6_000_000_000, ZipComposer.Time);

        ZipRecords.WriteDirectoryRecord(record, output);

        var bytes = output.WrittenSpan;
        bytes.Length.Should().Be(46 + 1 + 20);
        bytes[20..28].ToArray().Should().Equal(0xFE, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF);
        BitConverter.ToInt64(bytes[51..]).Should().Be(5_000_000_000);
        BitConverter.ToInt64(bytes[59..]).Should().Be(6_000_000_000);
    }

    [Fact]
    public void Long_field_has_the_plain_size_before_the_compressed_one()
    {
        var output = new ArrayBufferWriter<byte>();
        var record = new ZipFileRecord(
            "f", ZipMethod.Deflate, 1, CompressedSize: 4_500_000_000, Size: 5_000_000_000, Offset: 0, ZipComposer.Time);

        ZipRecords.WriteDirectoryRecord(record, output);

        BitConverter.ToInt64(output.WrittenSpan[51..]).Should().Be(5_000_000_000);
        BitConverter.ToInt64(output.WrittenSpan[59..]).Should().Be(4_500_000_000);
    }

    [Theory]
    [InlineData("1600-01-01T00:00:00Z", "1980-01-01T00:00:00")]
    [InlineData("1999-12-31T23:59:59Z", "1999-12-31T23:59:58")]
    [InlineData("2108-01-01T00:30:00+01:00", "2107-12-31T23:30:00")]
    [InlineData("9999-12-31T23:59:59Z", "2107-12-31T23:59:58")]
    public void Time_is_universal_and_within_what_the_field_holds(string instant, string expected)
    {
        var output = new ArrayBufferWriter<byte>();
        var culture = System.Globalization.CultureInfo.InvariantCulture;

        output.WriteDosTime(DateTimeOffset.Parse(instant, culture));

        var time = BitConverter.ToUInt16(output.WrittenSpan);
        var date = BitConverter.ToUInt16(output.WrittenSpan[2..]);
        new DateTime(1980 + (date >> 9), (date >> 5) & 15, date & 31, time >> 11, (time >> 5) & 63, (time & 31) * 2)
            .Should().Be(DateTime.Parse(expected, culture));
    }

    private static byte[] Read(ZipArchiveEntry entry)
    {
        using var content = new MemoryStream();
        using (var stream = entry.Open())
            stream.CopyTo(content);
        return content.ToArray();
    }
}
