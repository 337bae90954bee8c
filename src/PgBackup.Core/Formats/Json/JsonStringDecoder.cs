using System.Buffers;

namespace PgBackup.Formats;

/// <summary>Turns a JSON string into a value of COPY text.</summary>
internal sealed class JsonStringDecoder(bool isRaw)
{
    private readonly SearchValues<byte> _special = isRaw ? JsonText.SpecialOfRaw : JsonText.Special;

    /// <summary>Reads a piece of a string whose opening quote has been read.</summary>
    /// <returns>How many bytes were consumed: all but a few that cannot be decided yet, or those through the closing quote.</returns>
    public int Read(ReadOnlySpan<byte> input, ref ByteSink output, out bool isComplete)
    {
        isComplete = false;
        Span<byte> bytes = stackalloc byte[4];
        var position = 0;
        while (true)
        {
            var rest = input[position..];
            var run = rest.IndexOfAny(_special);
            if (run < 0)
            {
                output.Write(rest);
                return input.Length;
            }

            output.Write(rest[..run]);
            position += run;
            rest = rest[run..];
            if (rest[0] == '"')
            {
                isComplete = true;
                return position + 1;
            }

            int consumed;
            if (rest.Length > 1 && rest[0] == '\\' && IsSharedEscape(rest[1]))
            {
                // COPY has the same escape.
                output.Write(rest[..2]);
                consumed = 2;
            }
            else
            {
                consumed = ReadSpecial(rest, isRaw, bytes, out var count);
                CopyEscapes.Write(bytes[..count], ref output);
            }

            if (consumed == 0)
                return position;
            position += consumed;
        }
    }

    /// <summary>Reads one character that is not written as it is.</summary>
    /// <returns>How many bytes were consumed; 0, and no bytes, where more must be seen.</returns>
    public static int ReadSpecial(ReadOnlySpan<byte> input, bool isRaw, Span<byte> bytes, out int count)
    {
        int consumed;
        switch (input[0])
        {
            case (byte)'\\':
                consumed = JsonEscape.Read(input, isRaw, bytes, out count);
                break;
            case >= 0x80:
                consumed = JsonEscape.ReadHigh(input, out bytes[0]);
                count = 1;
                break;
            default:
                throw new FormatException("A string holds a control character that is not escaped.");
        }

        if (consumed == 0)
            count = 0;
        return consumed;
    }

    private static bool IsSharedEscape(byte letter) =>
        letter is (byte)'\\' or (byte)'n' or (byte)'t' or (byte)'r' or (byte)'b' or (byte)'f';
}
