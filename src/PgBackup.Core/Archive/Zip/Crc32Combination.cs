namespace PgBackup.Archive;

/// <summary>Makes the CRC-32 of a whole from those of its parts, so that the segments of a file can be summed independently.</summary>
/// <remarks>A CRC-32 is a polynomial over GF(2) modulo that of IEEE 802.3; its highest bit is the coefficient of x⁰. What follows a part
/// multiplies its sum by x for each bit, and sums of parts are then added, which is XOR.</remarks>
internal static class Crc32Combination
{
    private const uint Modulus = 0xEDB88320;
    private const uint One = 1u << 31;

    // x⁸: what one byte multiplies by.
    private const uint Byte = One >> 8;

    /// <summary>Gives the CRC-32 of two parts, one behind the other.</summary>
    /// <param name="crc1">The first part's.</param>
    /// <param name="crc2">The second part's.</param>
    /// <param name="length2">How many bytes the second part has.</param>
    public static uint Combine(uint crc1, uint crc2, long length2)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(length2);
        var factor = One;
        // By squaring: a step for each bit of the length.
        for (var power = Byte; length2 > 0; length2 >>= 1, power = Multiply(power, power))
        {
            if ((length2 & 1) != 0)
                factor = Multiply(factor, power);
        }

        return Multiply(factor, crc1) ^ crc2;
    }

    private static uint Multiply(uint left, uint right)
    {
        var product = 0u;
        for (; left != 0; left <<= 1)
        {
            if ((left & One) != 0)
                product ^= right;
            var carry = right & 1;
            right >>= 1;
            if (carry != 0)
                right ^= Modulus;
        }

        return product;
    }
}
