using System.Buffers;

namespace PgBackup.Formats;

/// <summary>Writes text within JSON strings.</summary>
internal static class JsonText
{
    /// <summary>The bytes that cannot stand in a JSON string as they are.</summary>
    public static readonly SearchValues<byte> Special = SearchValues.Create([.. Controls(), (byte)'"', (byte)'\\']);

    /// <summary>The same where text is bytes of no encoding, which are written as the characters U+0080 to U+00FF.</summary>
    public static readonly SearchValues<byte> SpecialOfRaw = SearchValues.Create([.. Controls(), (byte)'"', (byte)'\\', .. HighBytes()]);

    /// <summary>Writes a piece of UTF-8, escaped.</summary>
    public static void Write(ReadOnlySpan<byte> text, ref ByteSink output)
    {
        while (true)
        {
            var run = text.IndexOfAny(Special);
            if (run < 0)
            {
                output.Write(text);
                return;
            }

            output.Write(text[..run]);
            WriteEscaped(text[run], ref output);
            text = text[(run + 1)..];
        }
    }

    /// <summary>Writes one byte that <see cref="Special"/> (or <see cref="SpecialOfRaw"/> where <paramref name="isRaw"/>) may
    /// contain.</summary>
    public static void WriteByte(byte value, bool isRaw, ref ByteSink output)
    {
        if (value >= 0x80)
        {
            if (isRaw)
                WriteHigh(value, ref output);
            else
                output.Write(value);
        }
        else if (value is < 0x20 or (byte)'"' or (byte)'\\')
        {
            WriteEscaped(value, ref output);
        }
        else
        {
            output.Write(value);
        }
    }

    /// <summary>Writes a byte of no encoding as the character of that number.</summary>
    public static void WriteHigh(byte value, ref ByteSink output)
    {
        output.Write((byte)(0xC0 | (value >> 6)));
        output.Write((byte)(0x80 | (value & 0x3F)));
    }

    private static void WriteEscaped(byte value, ref ByteSink output)
    {
        output.Write((byte)'\\');
        switch (value)
        {
            case (byte)'"' or (byte)'\\':
                output.Write(value);
                break;
            case (byte)'\b':
                output.Write((byte)'b');
                break;
            case (byte)'\f':
                output.Write((byte)'f');
                break;
            case (byte)'\n':
                output.Write((byte)'n');
                break;
            case (byte)'\r':
                output.Write((byte)'r');
                break;
            case (byte)'\t':
                output.Write((byte)'t');
                break;
            default:
                output.Write("u00"u8);
                output.Write(value < 0x10 ? (byte)'0' : (byte)'1');
                output.Write("0123456789abcdef"u8[value & 0xF]);
                break;
        }
    }

    private static IEnumerable<byte> Controls() => Enumerable.Range(0, 0x20).Select(b => (byte)b);

    private static IEnumerable<byte> HighBytes() => Enumerable.Range(0x80, 0x80).Select(b => (byte)b);
}
