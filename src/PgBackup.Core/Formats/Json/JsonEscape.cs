using System.Buffers.Text;
using System.Text;

namespace PgBackup.Formats;

/// <summary>Reads what is not written as it is within JSON strings.</summary>
internal static class JsonEscape
{
    /// <summary>The most bytes that one escape has: a surrogate pair.</summary>
    public const int MaxLength = 12;

    private const int UnicodeLength = 6;

    /// <summary>Reads an escape, from its backslash on, as bytes of the text.</summary>
    /// <param name="input">The JSON, from the backslash on.</param>
    /// <param name="isRaw">Whether text is bytes of no encoding.</param>
    /// <param name="bytes">Receives up to 4 bytes.</param>
    /// <param name="count">How many bytes it received.</param>
    /// <returns>How many bytes were consumed; 0 where more must be seen.</returns>
    public static int Read(ReadOnlySpan<byte> input, bool isRaw, Span<byte> bytes, out int count)
    {
        count = 1;
        if (input.Length < 2)
            return 0;
        if (input[1] == 'u')
            return ReadUnicode(input, isRaw, bytes, out count);
        bytes[0] = input[1] switch
        {
            (byte)'b' => (byte)'\b',
            (byte)'f' => (byte)'\f',
            (byte)'n' => (byte)'\n',
            (byte)'r' => (byte)'\r',
            (byte)'t' => (byte)'\t',
            (byte)'"' or (byte)'\\' or (byte)'/' => input[1],
            _ => throw new FormatException("A string holds a backslash that begins no escape of JSON."),
        };
        return 2;
    }

    /// <summary>Reads a character that stands for a byte of no encoding.</summary>
    /// <returns>How many bytes were consumed; 0 where more must be seen.</returns>
    public static int ReadHigh(ReadOnlySpan<byte> input, out byte value)
    {
        value = 0;
        if (input.Length < 2)
            return 0;
        if (input[0] is not (0xC2 or 0xC3) || (input[1] & 0xC0) != 0x80)
            throw NoByte();
        value = (byte)((input[0] << 6) | (input[1] & 0x3F));
        return 2;
    }

    private static int ReadUnicode(ReadOnlySpan<byte> input, bool isRaw, Span<byte> bytes, out int count)
    {
        count = 0;
        if (input.Length < UnicodeLength)
            return 0;
        var consumed = UnicodeLength;
        var first = ReadUnit(input);
        if (!Rune.TryCreate(first, out var rune))
        {
            if (input.Length < MaxLength)
                return 0;
            consumed = MaxLength;
            if (input[UnicodeLength] != '\\' || input[UnicodeLength + 1] != 'u'
                || !Rune.TryCreate(first, ReadUnit(input[UnicodeLength..]), out rune))
                throw new FormatException("A string holds half of a surrogate pair.");
        }

        if (rune.Value == 0)
            throw new FormatException("A string holds the character U+0000, which PostgreSQL's text cannot.");
        if (isRaw)
        {
            if (rune.Value > byte.MaxValue)
                throw NoByte();
            bytes[0] = (byte)rune.Value;
            count = 1;
            return consumed;
        }

        count = rune.EncodeToUtf8(bytes);
        return consumed;
    }

    private static char ReadUnit(ReadOnlySpan<byte> input) =>
        Utf8Parser.TryParse(input[2..UnicodeLength], out ushort unit, out var length, 'x') && length == UnicodeLength - 2
            ? (char)unit
            : throw new FormatException("A string holds an escape that lacks its four hexadecimal digits.");

    private static FormatException NoByte() => new("A character stands for no byte, though the table's text is bytes.");
}
