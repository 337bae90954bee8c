using System.Buffers;
using System.Text;
using FluentAssertions;
using PgBackup.Formats;
using Xunit;

namespace PgBackup.Tests.Formats;

[Trait("Category", "Unit")]
public sealed class JsonAllocationTests
{
    private const int Rows = 100_000;
    private const int PieceSize = 64 * 1024;
    private const int Permitted = 64 * 1024;

    private static readonly BackupTable Table = JsonSegments.Table(
        "integer", "text", "boolean", "numeric(10,2)", "jsonb", "text[]", "timestamp with time zone");

    [Fact]
    public void Rows_and_values_allocate_nothing()
    {
        var copyText = Encoding.UTF8.GetBytes(string.Concat(Enumerable.Range(0, Rows).Select(Row)));
        var json = new ArrayBufferWriter<byte>(copyText.Length * 3);
        var back = new ArrayBufferWriter<byte>(copyText.Length * 2);
        Encode(copyText.AsSpan(0, 1000), json); // Warms up what is made once.
        json.ResetWrittenCount();

        var encoded = Allocated(() => Encode(copyText, json));
        var decoded = Allocated(() => Decode(json.WrittenSpan, back));

        back.WrittenSpan.SequenceEqual(copyText).Should().BeTrue();
        encoded.Should().BeLessThan(Permitted);
        decoded.Should().BeLessThan(Permitted);
    }

    [Theory]
    [InlineData("text", "", "")]
    [InlineData("json", "\"", "\"")]
    [InlineData("text[]", "{\"", "\"}")]
    [InlineData("numeric", "", "")]
    public void Value_of_any_size_streams_through(string type, string begin, string end)
    {
        var table = JsonSegments.Table(type);
        var piece = Encoding.ASCII.GetBytes(string.Concat(Enumerable.Repeat("word 12 ", PieceSize / 8)));
        var encoder = new JsonFormat().CreateRowEncoder(table);
        var decoder = new JsonFormat().CreateRowDecoder(table);
        var json = new ArrayBufferWriter<byte>(4 * PieceSize);
        var rows = new ArrayBufferWriter<byte>(4 * PieceSize);
        long written = 0;

        var allocated = Allocated(() =>
        {
            Pass(Encoding.ASCII.GetBytes(begin));
            for (var i = 0; i < 200; i++)
                Pass(piece);
            Pass(Encoding.ASCII.GetBytes(end + "\n"));
            decoder.Complete(rows);
        });

        written.Should().Be(begin.Length + (200L * PieceSize) + end.Length + 1);
        allocated.Should().BeLessThan(Permitted);

        void Pass(byte[] copyText)
        {
            if (copyText.Length == 0)
                return;
            json.ResetWrittenCount();
            rows.ResetWrittenCount();
            encoder.Encode(copyText, json);
            if (json.WrittenCount > 0)
                decoder.Decode(json.WrittenSpan, rows);
            written += rows.WrittenCount;
        }
    }

    private static string Row(int i) =>
        $"{i}\tname \"{i}\"\\n\t{(i % 2 == 0 ? "t" : "f")}\t{i}.25\t{{\"a\": [{i}, \"x\"]}}"
        + $"\t{{a,\"b c\",NULL,\"q\\\\\"\"}}\t2026-01-01 00:00:00+00\n";

    private static void Encode(ReadOnlySpan<byte> copyText, ArrayBufferWriter<byte> output)
    {
        var encoder = new JsonFormat().CreateRowEncoder(Table);
        for (; copyText.Length > 0; copyText = copyText[Math.Min(PieceSize, copyText.Length)..])
            encoder.Encode(copyText[..Math.Min(PieceSize, copyText.Length)], output);
    }

    private static void Decode(ReadOnlySpan<byte> content, ArrayBufferWriter<byte> output)
    {
        var decoder = new JsonFormat().CreateRowDecoder(Table);
        for (; content.Length > 0; content = content[Math.Min(PieceSize, content.Length)..])
            decoder.Decode(content[..Math.Min(PieceSize, content.Length)], output);
        decoder.Complete(output);
    }

    private static long Allocated(Action action)
    {
        var before = GC.GetAllocatedBytesForCurrentThread();
        action();
        return GC.GetAllocatedBytesForCurrentThread() - before;
    }
}
