using System.IO.Hashing;
using FluentAssertions;
using PgBackup.Archive;
using Xunit;

namespace PgBackup.Tests.Archive.Zip;

[Trait("Category", "Unit")]
public sealed class Crc32CombinationTests
{
    [Fact]
    public void Sum_of_two_parts_is_that_of_the_whole()
    {
        var random = new Random(20261123);
        foreach (var length in new[] { 0, 1, 2, 3, 7, 8, 255, 256, 65535, 65536, 1_000_003 })
        {
            var whole = new byte[length];
            random.NextBytes(whole);
            foreach (var cut in new[] { 0, length / 3, length - (length / 7), length })
            {
                var first = Crc32.HashToUInt32(whole.AsSpan(0, cut));
                var second = Crc32.HashToUInt32(whole.AsSpan(cut));
                var combined = Crc32Combination.Combine(first, second, length - cut);
                combined.Should().Be(Crc32.HashToUInt32(whole), $"{length} bytes cut at {cut}");
            }
        }
    }

    [Fact]
    public void Length_beyond_four_gigabytes_counts_in_full()
    {
        var first = Crc32.HashToUInt32("first"u8);
        const long Half = 1L << 33;

        var inTwo = Crc32Combination.Combine(Crc32Combination.Combine(first, Zeros(Half), Half), Zeros(Half), Half);

        Crc32Combination.Combine(first, Zeros(2 * Half), 2 * Half).Should().Be(inTwo);
        Crc32Combination.Combine(first, Zeros(Half), Half).Should().NotBe(inTwo);
    }

    // The sum of that many zeros, by doubling.
    private static uint Zeros(long count)
    {
        var crc = Crc32.HashToUInt32([0]);
        for (var length = 1L; length < count; length *= 2)
            crc = Crc32Combination.Combine(crc, crc, length);
        return crc;
    }
}
