using System.Buffers;
using System.Buffers.Binary;

namespace PgBackup.Archive;

/// <summary>Writes the fields of a record, which are little-endian (APPNOTE 4.4.1.1).</summary>
internal static class ZipFields
{
    public static void Write16(this IBufferWriter<byte> output, int value)
    {
        BinaryPrimitives.WriteUInt16LittleEndian(output.GetSpan(sizeof(ushort)), checked((ushort)value));
        output.Advance(sizeof(ushort));
    }

    public static void Write32(this IBufferWriter<byte> output, uint value)
    {
        BinaryPrimitives.WriteUInt32LittleEndian(output.GetSpan(sizeof(uint)), value);
        output.Advance(sizeof(uint));
    }

    public static void Write64(this IBufferWriter<byte> output, long value)
    {
        BinaryPrimitives.WriteInt64LittleEndian(output.GetSpan(sizeof(long)), value);
        output.Advance(sizeof(long));
    }

    /// <summary>Writes both halves of a DOS time, whose precision is two seconds and whose years are 1980 to 2107.</summary>
    public static void WriteDosTime(this IBufferWriter<byte> output, DateTimeOffset instant)
    {
        var time = instant.UtcDateTime;
        if (time.Year < 1980)
            time = new DateTime(1980, 1, 1, 0, 0, 0, DateTimeKind.Utc);
        else if (time.Year > 2107)
            time = new DateTime(2107, 12, 31, 23, 59, 58, DateTimeKind.Utc);
        output.Write16((time.Hour << 11) | (time.Minute << 5) | (time.Second / 2));
        output.Write16(((time.Year - 1980) << 9) | (time.Month << 5) | time.Day);
    }
}
