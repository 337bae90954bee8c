using System.Buffers;

namespace PgBackup.Formats;

/// <summary>The escapes of COPY's text format as servers write them: a backslash and one letter for each byte that would end a value or a
/// row, and <c>\N</c> for NULL (COPY, "Text Format" in the manual).</summary>
internal static class CopyEscapes
{
    public const byte NullLetter = (byte)'N';

    private static readonly SearchValues<byte> Escaped = SearchValues.Create("\b\t\n\v\f\r\\"u8);

    public static ReadOnlySpan<byte> Null => "\\N"u8;

    /// <summary>Gives the byte that a letter behind a backslash stands for.</summary>
    public static byte Unescape(byte letter) => letter switch
    {
        (byte)'b' => (byte)'\b',
        (byte)'t' => (byte)'\t',
        (byte)'n' => (byte)'\n',
        (byte)'v' => (byte)'\v',
        (byte)'f' => (byte)'\f',
        (byte)'r' => (byte)'\r',
        _ => letter,
    };

    /// <summary>Writes a piece of a value, escaped.</summary>
    public static void Write(scoped ReadOnlySpan<byte> value, ref ByteSink output)
    {
        while (true)
        {
            var run = value.IndexOfAny(Escaped);
            if (run < 0)
            {
                output.Write(value);
                return;
            }

            output.Write(value[..run]);
            output.Write((byte)'\\');
            output.Write(Letter(value[run]));
            value = value[(run + 1)..];
        }
    }

    private static byte Letter(byte value) => value switch
    {
        (byte)'\b' => (byte)'b',
        (byte)'\t' => (byte)'t',
        (byte)'\n' => (byte)'n',
        (byte)'\v' => (byte)'v',
        (byte)'\f' => (byte)'f',
        (byte)'\r' => (byte)'r',
        _ => value,
    };
}
