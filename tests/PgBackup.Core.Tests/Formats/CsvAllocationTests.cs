using System.Buffers;
using System.Text;
using FluentAssertions;
using PgBackup.Formats;
using Xunit;

namespace PgBackup.Tests.Formats;

[Trait("Category", "Unit")]
public sealed class CsvAllocationTests
{
    private const int Rows = 30_000;

    [Fact]
    public void No_row_and_no_value_is_allocated()
    {
        var copyText = Encoding.UTF8.GetBytes(string.Concat(
            Enumerable.Range(0, Rows).Select(i =>
                $"{i}\tname {i}\t\\N\t\tsay \"{i}\", twice\t1\\n2\t{(i % 1000 == 0 ? new string('x', 9000) : "x")}\n")));
        var output = new ArrayBufferWriter<byte>(2 * copyText.Length);
        Run(new CsvRowEncoder(7), copyText.AsSpan(0, copyText.AsSpan().IndexOf((byte)'\n') + 1), output);
        output.Clear();

        var before = GC.GetAllocatedBytesForCurrentThread();
        Run(new CsvRowEncoder(7), copyText, output);
        (GC.GetAllocatedBytesForCurrentThread() - before).Should().BeLessThan(16 * 1024);

        var csv = output.WrittenSpan.ToArray();
        output.Clear();
        before = GC.GetAllocatedBytesForCurrentThread();
        var decoder = new CsvRowDecoder(7);
        for (var rest = csv.AsSpan(); !rest.IsEmpty; rest = rest[Math.Min(10_007, rest.Length)..])
            decoder.Decode(rest[..Math.Min(10_007, rest.Length)], output);
        decoder.Complete(output);
        (GC.GetAllocatedBytesForCurrentThread() - before).Should().BeLessThan(16 * 1024);
        output.WrittenSpan.SequenceEqual(copyText).Should().BeTrue();
    }

    private static void Run(CsvRowEncoder encoder, ReadOnlySpan<byte> copyText, IBufferWriter<byte> output)
    {
        for (var rest = copyText; !rest.IsEmpty; rest = rest[Math.Min(10_007, rest.Length)..])
            encoder.Encode(rest[..Math.Min(10_007, rest.Length)], output);
        encoder.Complete(output);
    }
}
